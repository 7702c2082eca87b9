import type { ActionRunDetail } from '@twotwenty/contracts/action-run';
import { SummaryBar } from '../../app/SummaryBar.js';
import type { Outage } from '../../app/use-outage.js';
import { channelWord } from '../../status/channel-words.js';
import { moodOfRun, RUN_STATE_WORDS } from '../../status/run-state.js';
import { Ago } from '../../time/Times.js';

interface RunSummaryProps {
  readonly run: ActionRunDetail;
  readonly outage: Outage | null;
}

/** What it is and how it stands. */
export function RunSummary({ run, outage }: RunSummaryProps) {
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
          {capitalised(meaning)} · planned <Ago at={run.createdAt} />
        </>
      }
      outage={outage}
    />
  );
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
