import { Button } from '@mantine/core';
import { Refusal } from '../../form/Refusal.js';
import { CHECK_FIELDS, useCheck } from './check-refusals.js';
import { CheckResult } from './CheckResult.js';
import classes from './MonitorRecovery.module.css';

/** Asks which addresses the name has where the evaluator runs. */
export function ResolveMachine({ machine }: { readonly machine: string }) {
  const control = useCheck();
  return (
    <>
      <Button
        variant="default"
        size="xs"
        disabled={machine === ''}
        loading={control.isRunning}
        onClick={() => {
          control.start({ kind: 'resolve', machine });
        }}
      >
        Resolve
      </Button>
      <div className={classes.wide}>
        <Refusal error={control.error} shown={CHECK_FIELDS} />
        <CheckResult control={control} />
      </div>
    </>
  );
}
