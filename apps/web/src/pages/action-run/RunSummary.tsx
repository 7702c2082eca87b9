import type { ActionRunDetail } from '@twotwenty/contracts/action-run';
import { SummaryBar } from '../../app/SummaryBar.js';
import { channelWord } from '../../status/channel-words.js';
import { formatOccasion, moodOfRun, RUN_STATE_WORDS } from '../../status/run-state.js';
import { Ago } from '../../time/Times.js';

interface RunSummaryProps {
  /** Null for a trial, for what is told of a site, and while it is not known. */
  readonly monitorName: string | null;
  readonly run: ActionRunDetail;
}

/** What it is, for which monitor or site, and how it stands. */
export function RunSummary({ run, monitorName }: RunSummaryProps) {
  const { word, meaning, shape } = RUN_STATE_WORDS[run.state];
  const headline = `${channelWord(run.actionType)}: ${word.toLowerCase()}`;
  return (
    <SummaryBar
      title={`${headline} · TwoTwenty`}
      mood={moodOfRun(run.state)}
      icon={shape}
      headline={headline}
      detail={
        <>
          {formatOccasion(run)}
          {monitorName !== null && (
            <>
              {' '}
              of <bdi>{monitorName}</bdi>
            </>
          )}
          {run.site !== null && `: ${run.site}`} · {meaning} · planned <Ago at={run.createdAt} />
        </>
      }
    />
  );
}
