import { VisuallyHidden } from '@mantine/core';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import { channelWord } from '../status/channel-words.js';
import { formatOccasion } from '../status/run-state.js';

/** What a button is about, for those who hear it without what stands around it. */
export function Subject({ run }: { readonly run: ActionRun }) {
  return (
    <VisuallyHidden>
      : {channelWord(run.actionType)}, {formatOccasion(run)}, {run.alertName}
    </VisuallyHidden>
  );
}
