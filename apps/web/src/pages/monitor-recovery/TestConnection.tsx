import { Button, SegmentedControl, Text, Title } from '@mantine/core';
import { useState } from 'react';
import classes from '../../form/Form.module.css';
import { Refusal } from '../../form/Refusal.js';
import { CHECK_FIELDS, useCheck } from './check-refusals.js';
import { CheckResult } from './CheckResult.js';
import ownClasses from './MonitorRecovery.module.css';
import { connectionOf, type RecoveryDraft } from './recovery-draft.js';

type Task = 'restart-services' | 'reboot-server';

const TASKS: { readonly value: Task; readonly label: string }[] = [
  { value: 'restart-services', label: 'Restart services' },
  { value: 'reboot-server', label: 'Reboot' },
];

/** Tries what is in the form, without changing anything on the machine. */
export function TestConnection({ draft }: { readonly draft: RecoveryDraft }) {
  const [task, setTask] = useState<Task>('restart-services');
  const control = useCheck();
  const connection = connectionOf(draft);
  return (
    <section aria-label="Test the connection" className={ownClasses.part}>
      <Title order={3} size="h5">
        Test the connection
      </Title>
      <Text size="sm" c="dimmed">
        Logs in with what is in the form and finds out whether the account may do it; nothing is restarted.
      </Text>
      <div className={classes.fields}>
        <div className={classes.beside}>
          <SegmentedControl<Task> aria-label="What is to be possible" value={task} data={TASKS} onChange={setTask} />
          <Button
            variant="default"
            loading={control.isRunning}
            disabled={connection === null}
            onClick={() => {
              if (connection !== null) control.start({ kind: 'connection', ...connection, task });
            }}
          >
            Test connection
          </Button>
          {connection === null && <Text size="sm">Name the machine and a credential first.</Text>}
        </div>
        <Refusal error={control.error} shown={CHECK_FIELDS} />
        <CheckResult control={control} />
      </div>
    </section>
  );
}
