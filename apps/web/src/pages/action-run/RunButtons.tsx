import type { ActionRun } from '@twotwenty/contracts/action-run';
import { Decide } from '../../repairs/Decide.js';
import { RunAgain } from '../../repairs/RunAgain.js';
import { isRetryable } from '../../status/run-state.js';
import { RetryRun } from '../action-runs/RetryRun.js';
import classes from './RunButtons.module.css';

/** What can be done about the run. */
export function RunButtons({ run }: { readonly run: ActionRun }) {
  return (
    <div className={classes.place}>
      {run.isRepair ? (
        <>
          <Decide run={run} />
          <RunAgain run={run} />
        </>
      ) : (
        isRetryable(run) && <RetryRun run={run} />
      )}
    </div>
  );
}
