import { Button } from '@mantine/core';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { FormEvent } from 'react';
import { useCredentials } from '../../api/credentials.js';
import { useChangeRecovery } from '../../api/monitors.js';
import { Behind } from '../../form/Behind.js';
import { fieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { Refusal } from '../../form/Refusal.js';
import { useDraft } from '../../form/use-draft.js';
import { ClearRecovery } from './ClearRecovery.js';
import { parametersOf, recoveryDraftOf, type RecoveryDraft } from './recovery-draft.js';
import { RecoveryFields, shownFields } from './RecoveryFields.js';
import { storedFacts } from './stored-facts.js';
import { TestConnection } from './TestConnection.js';

/** The recovery parameters of a monitor. */
export function RecoveryForm({ monitor }: { readonly monitor: Monitor }) {
  const draft = useDraft(recoveryDraftOf(monitor.recovery), monitor.version);
  const { mutate, isPending, isSuccess, error, reset } = useChangeRecovery(monitor.id);
  const credentials = useCredentials().data?.items;

  function submit(event: FormEvent): void {
    event.preventDefault();
    mutate({ recovery: parametersOf(draft.values), version: draft.version }, { onSuccess: draft.discard });
  }

  function change(changed: Partial<RecoveryDraft>): void {
    reset();
    draft.change(changed);
  }

  return (
    <>
      <form onSubmit={submit} noValidate>
        <RecoveryFields
          draft={draft.values}
          credentials={credentials}
          problems={fieldProblems(error)}
          onChange={change}
        />
        <div className={classes.foot}>
          <Behind draft={draft} stored={storedFacts(monitor.recovery, credentials ?? [])} />
          <Refusal error={error} shown={shownFields(draft.values)} />
          <div className={classes.beside}>
            <Button type="submit" loading={isPending} disabled={!draft.isChanged}>
              Save
            </Button>
            {monitor.recovery !== null && <ClearRecovery monitor={monitor} onCleared={draft.discard} />}
            <span role="status" className={classes.done}>
              {isSuccess && !draft.isChanged && 'Saved.'}
            </span>
          </div>
        </div>
      </form>
      <TestConnection draft={draft.values} isSaved={!draft.isChanged} />
    </>
  );
}
