import type { RunState } from '@twotwenty/contracts/action-run';
import { RUN_STATE_WORDS } from './run-state.js';
import { StandingIcon } from './StandingMark.js';
import classes from './StandingMark.module.css';

/** Shape, word and colour of what became of a run. */
export function RunStateMark({ state }: { readonly state: RunState }) {
  const { word, meaning, shape } = RUN_STATE_WORDS[state];
  return (
    <span className={classes.mark} data-standing={shape} title={meaning}>
      <StandingIcon of={shape} />
      {word}
    </span>
  );
}
