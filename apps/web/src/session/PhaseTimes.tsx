import classes from './Session.module.css';
import { formatMs, PHASE_WORDS, phaseTimes, type Timings } from './session-words.js';

/** How long each phase of a session took, and the whole. */
export function PhaseTimes({ timings }: { readonly timings: Timings }) {
  return (
    <ul className={classes.phases} aria-label="Time by phase">
      {phaseTimes(timings).map(({ phase, ms }) => (
        <li key={phase}>
          <span>{PHASE_WORDS[phase]}</span> {formatMs(ms)}
        </li>
      ))}
      <li>
        <span>Total</span> <strong>{formatMs(timings.totalMs)}</strong>
      </li>
    </ul>
  );
}
