import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useRecoveryCheck } from '../../api/recovery-checks.js';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import { CheckRefusal } from './CheckRefusal.js';
import { CheckResult } from './CheckResult.js';
import { connectionOf, type RecoveryDraft } from './recovery-draft.js';

type Task = 'restart-services' | 'reboot-server';

const TASKS: { readonly value: Task; readonly label: string }[] = [
  { value: 'restart-services', label: 'Restart services' },
  { value: 'reboot-server', label: 'Reboot' },
];

interface TestConnectionProps {
  readonly draft: RecoveryDraft;
  readonly isSaved: boolean;
}

/** Tries what is in the form, without changing anything on the machine. */
export function TestConnection({ draft, isSaved }: TestConnectionProps) {
  const [task, setTask] = useState<Task>('restart-services');
  const control = useRecoveryCheck();
  const connection = connectionOf(draft);
  return (
    <FormCard
      title="Test the connection"
      explanation={`Logs in and finds out whether the account may do it; nothing is restarted. What is ${isSaved ? 'saved' : 'in the form'} is tried.`}
    >
      <div className={classes.fields}>
        <div className={classes.beside}>
          <SegmentedControl<Task> aria-label="What is to be possible" value={task} data={TASKS} onChange={setTask} />
          <Button
            loading={control.isRunning}
            disabled={connection === null}
            onClick={() => {
              if (connection !== null) control.start({ kind: 'connection', ...connection, task });
            }}
          >
            Test connection
          </Button>
          {connection === null && <span>Name the machine and a credential first.</span>}
        </div>
        <CheckRefusal error={control.error} />
        <CheckResult control={control} />
      </div>
    </FormCard>
  );
}
