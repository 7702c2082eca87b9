import { Button } from '@mantine/core';
import type { RecoverySettings } from '@twotwenty/contracts/recovery-settings';
import type { FormEvent } from 'react';
import { useChangeRecoverySettings } from '../../api/recovery-settings.js';
import { Behind } from '../../form/Behind.js';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import { fieldProblems } from '../../form/field-problems.js';
import { Kept } from '../../form/Kept.js';
import { Refusal } from '../../form/Refusal.js';
import { useDraft } from '../../form/use-draft.js';
import { Ago } from '../../time/Times.js';
import { LimitFields } from './LimitFields.js';
import { LIMIT_FIELDS, LIMITS_PLACE, limitsPatch, missingLimits, type Limits } from './limits.js';

/** How often a machine may be repaired. */
export function LimitsCard({ settings }: { readonly settings: RecoverySettings }) {
  const { cooldownSeconds, maxPerMachinePerDay, version, updatedAt, updatedBy } = settings;
  const draft = useDraft<Limits>({ cooldownSeconds, maxPerMachinePerDay }, version, LIMITS_PLACE);
  const { mutate, isPending, isSuccess, error, reset } = useChangeRecoverySettings();
  const refused = fieldProblems(error);
  const problems = refused.size === 0 ? refused : new Map([...refused, ...missingLimits(draft.values)]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    mutate({ patch: limitsPatch(draft.values), version: draft.version }, { onSuccess: draft.discard });
  }

  function change(changed: Partial<Limits>): void {
    reset();
    draft.change(changed);
  }

  return (
    <FormCard
      title="How often"
      explanation="Both hold for one machine, whatever monitors and alerts ask for its repair."
    >
      <form onSubmit={submit} noValidate className={classes.fields}>
        <Kept isKept={draft.wasKept} onForget={draft.discard} />
        <LimitFields limits={draft.values} problems={problems} onChange={change} />
        <Behind
          draft={draft}
          stored={[
            ['Cooldown', `${cooldownSeconds} s`],
            ['Most in 24 hours', maxPerMachinePerDay],
            ['Changed', <Changed key="changed" at={updatedAt} by={updatedBy} />],
          ]}
        />
        <Refusal error={error} shown={LIMIT_FIELDS} />
        <div className={classes.beside}>
          <Button type="submit" loading={isPending} disabled={!draft.isChanged}>
            Save
          </Button>
          <span role="status" className={classes.done}>
            {isSuccess && !draft.isChanged && 'Saved.'}
          </span>
        </div>
      </form>
    </FormCard>
  );
}

function Changed({ at, by }: { readonly at: string; readonly by: string | null }) {
  return (
    <>
      <Ago at={at} />
      {by !== null && ` by ${by}`}
    </>
  );
}
