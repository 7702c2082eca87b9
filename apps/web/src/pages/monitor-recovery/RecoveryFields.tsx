import { Text, Title } from '@mantine/core';
import type { Credential } from '@twotwenty/contracts/credential';
import { problemText, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { LoginMethod } from './LoginMethod.js';
import ownClasses from './MonitorRecovery.module.css';
import { MachineField } from './MachineField.js';
import type { RecoveryDraft } from './recovery-draft.js';
import { ServiceField } from './ServiceField.js';

export interface RecoveryFieldsProps {
  readonly draft: RecoveryDraft;
  /** Undefined while they are not known. */
  readonly credentials: readonly Credential[] | undefined;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<RecoveryDraft>) => void;
}

/** All recovery parameters. */
export function RecoveryFields(props: RecoveryFieldsProps) {
  const { draft, problems, onChange } = props;
  return (
    <>
      <div className={classes.fields}>
        <MachineField
          machine={draft.machine}
          problem={problemText(problems, 'recovery.machine')}
          onChange={(machine) => {
            onChange({ machine });
          }}
        />
        <LoginMethod {...props} />
      </div>
      <section aria-label="Services" className={ownClasses.part}>
        <Title order={3} size="h5">
          Services
        </Title>
        <Text size="sm" c="dimmed">
          They are started in this order and stopped in the reverse one. Only restarts of services need them.
        </Text>
        <ServiceField draft={draft} problems={problems} onChange={onChange} />
      </section>
    </>
  );
}
