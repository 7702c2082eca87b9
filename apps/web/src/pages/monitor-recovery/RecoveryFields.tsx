import type { Credential } from '@twotwenty/contracts/credential';
import { problemText, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import { LoginMethod } from './LoginMethod.js';
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

/** What shows its problem beside it, by its name in the API. */
export function shownFields({ services }: RecoveryDraft): readonly string[] {
  const items = services.map((_, index) => `services.${index}`);
  return ['machine', 'method', 'port', 'credentialId', 'services', ...items].map((field) => `recovery.${field}`);
}

/** All recovery parameters. */
export function RecoveryFields(props: RecoveryFieldsProps) {
  const { draft, problems, onChange } = props;
  return (
    <>
      <FormCard
        title="Machine and log-in"
        explanation="What is repaired, and as whom. Nothing is done with other rights than those."
      >
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
      </FormCard>
      <FormCard title="Services" explanation="They are started in this order and stopped in the reverse one.">
        <ServiceField draft={draft} problems={problems} onChange={onChange} />
      </FormCard>
    </>
  );
}
