import type { ActionRunDetail } from '@twotwenty/contracts/action-run';
import { effectSentences } from './repair-words.js';
import classes from './Repairs.module.css';

/** What came of a run: why it was left out, what went wrong and where to look, what was answered, what it brought about. */
export function RunOutcome({ run }: { readonly run: ActionRunDetail }) {
  const { state, skip, error, response, repair, isRepair, actionType } = run;
  return (
    <div className={classes.outcome} data-state={state}>
      {skip !== null && <bdi>{skip.message}</bdi>}
      {error !== null && <bdi className={classes.error}>{error}</bdi>}
      {repair?.lookAt && <span className={classes.note}>Look at: {repair.lookAt}</span>}
      {response !== null && (isRepair ? <bdi>{response}</bdi> : <bdi className={classes.response}>{response}</bdi>)}
      {repair !== null &&
        effectSentences(actionType, repair).map((sentence) => (
          <span key={sentence} className={classes.effect}>
            {sentence}
          </span>
        ))}
    </div>
  );
}
