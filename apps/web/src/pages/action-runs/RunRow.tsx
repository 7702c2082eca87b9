import { Link } from '@tanstack/react-router';
import type { ActionRun, RunState } from '@twotwenty/contracts/action-run';
import { memo } from 'react';
import { RunAgain } from '../../repairs/RunAgain.js';
import { channelWord } from '../../status/channel-words.js';
import { formatOccasion, isRetryable } from '../../status/run-state.js';
import { RunStateMark } from '../../status/RunStateMark.js';
import { CardLabel, Cell, Row, RowHead } from '../../table/Row.js';
import { Ago, Due } from '../../time/Times.js';
import { RetryRun } from './RetryRun.js';
import { RunDetails } from './RunDetails.js';
import classes from './RunTable.module.css';

const TONES: Partial<Record<RunState, 'down' | 'lost' | 'warn'>> = {
  failed: 'down',
  refused: 'down',
  unknown: 'lost',
  'awaiting-approval': 'warn',
};

interface RunRowProps {
  readonly run: ActionRun;
  /** Null for a trial, for what is told of a site, and while it is not known. */
  readonly monitorName: string | null;
}

/** Drawn again only when this run changed: the query keeps what is equal. */
export const RunRow = memo(function RunRow({ run, monitorName }: RunRowProps) {
  return (
    <Row className={classes.row} tone={TONES[run.state]} data-state={run.state}>
      <Cell className={classes.state}>
        <RunStateMark state={run.state} />
      </Cell>
      <RowHead className={classes.notice}>
        <Link to="/action-runs/$runId" params={{ runId: run.id }} className={classes.name} title="All about this run">
          {formatOccasion(run)}
        </Link>
        {run.monitorId !== null && (
          <Link
            to="/action-runs"
            search={{ monitorId: run.monitorId }}
            className={classes.whose}
            title="All runs of this monitor"
          >
            <bdi>{monitorName ?? 'Monitor'}</bdi>
          </Link>
        )}
        {run.site !== null && (
          <Link to="/action-runs" search={{ site: run.site }} className={classes.whose} title="All runs of this site">
            {run.site}
          </Link>
        )}
      </RowHead>
      <Cell className={classes.alert}>
        <Link to="/action-runs" search={{ alertId: run.alertId }} title="All runs of this alert">
          <bdi>{run.alertName}</bdi>
        </Link>
        <span className={classes.detail}>{channelWord(run.actionType)}</span>
      </Cell>
      <Cell className={classes.planned}>
        <Ago at={run.createdAt} />
      </Cell>
      <Cell className={classes.attempts}>
        {run.attempts}
        <CardLabel>{run.attempts === 1 ? ' attempt' : ' attempts'}</CardLabel>
        {run.nextAttemptAt !== null && (
          <span className={classes.detail}>
            next <Due at={run.nextAttemptAt} />
          </span>
        )}
      </Cell>
      <Cell line className={classes.outcome}>
        <Outcome run={run} />
        <RunDetails run={run} />
      </Cell>
      <Cell className={classes.action}>
        {run.isRepair ? <RunAgain run={run} /> : isRetryable(run) && <RetryRun run={run} monitorName={monitorName} />}
      </Cell>
    </Row>
  );
});

function Outcome({ run: { error, response, skip, isRepair } }: { readonly run: ActionRun }) {
  return (
    <>
      {skip !== null && <bdi className={classes.text}>{skip.message}</bdi>}
      {error !== null && <bdi className={classes.error}>{error}</bdi>}
      {response !== null && isRepair && <bdi className={classes.text}>{response}</bdi>}
      {response !== null && !isRepair && (
        <span className={classes.text}>
          Answer: <bdi className={classes.response}>{response}</bdi>
        </span>
      )}
    </>
  );
}
