import { Button } from '@mantine/core';
import { useRecoveryCheck } from '../../api/recovery-checks.js';
import { CheckRefusal } from './CheckRefusal.js';
import { CheckResult } from './CheckResult.js';
import classes from './MonitorRecovery.module.css';

/** Asks which addresses the name has where the evaluator runs. */
export function ResolveMachine({ machine }: { readonly machine: string }) {
  const control = useRecoveryCheck();
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
        <CheckRefusal error={control.error} />
        <CheckResult control={control} />
      </div>
    </>
  );
}
