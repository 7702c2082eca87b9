import { INCIDENT_STATE_WORDS, type IncidentState } from './incident-state.js';
import { StandingIcon } from './StandingMark.js';
import classes from './StandingMark.module.css';

/** Shape, word and colour of how an incident stands. */
export function IncidentStateMark({ state }: { readonly state: IncidentState }) {
  const { word, meaning, shape } = INCIDENT_STATE_WORDS[state];
  return (
    <span className={classes.mark} data-standing={shape} title={meaning}>
      <StandingIcon of={shape} />
      {word}
    </span>
  );
}
