import { Link } from '@tanstack/react-router';
import type { ActionRunDetail } from '@twotwenty/contracts/action-run';
import { Decide } from '../../repairs/Decide.js';
import { RepairReport } from '../../repairs/RepairReport.js';
import { RunAgain } from '../../repairs/RunAgain.js';
import { RunOutcome } from '../../repairs/RunOutcome.js';
import { channelWord } from '../../status/channel-words.js';
import { formatOccasion } from '../../status/run-state.js';
import { RunStateMark } from '../../status/RunStateMark.js';
import classes from './IncidentPage.module.css';

/** What an action did. */
export function RunEntry({ run }: { readonly run: ActionRunDetail }) {
  return (
    <div className={classes.what}>
      <span className={classes.run}>
        <Link to="/action-runs/$runId" params={{ runId: run.id }} title="All about this run">
          {channelWord(run.actionType)}
        </Link>
        <RunStateMark state={run.state} />
        <span className={classes.occasion}>
          {formatOccasion(run)}, <bdi>{run.alertName}</bdi>
        </span>
      </span>
      <RunOutcome run={run} />
      {run.isRepair && (
        <>
          <Decide run={run} />
          <RunAgain run={run} />
        </>
      )}
      {run.repair !== null && hasReport(run.repair) && (
        <details className={classes.fold}>
          <summary>What it did, step by step</summary>
          <RepairReport repair={run.repair} />
        </details>
      )}
    </div>
  );
}

function hasReport({ machine, releasedBy, steps, output }: NonNullable<ActionRunDetail['repair']>): boolean {
  return machine !== null || releasedBy !== null || steps.length > 0 || output !== '';
}
