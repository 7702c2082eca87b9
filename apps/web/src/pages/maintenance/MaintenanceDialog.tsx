import { Button, Checkbox, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import type { Maintenance } from '@twotwenty/contracts/maintenance';
import type { FormEvent } from 'react';
import { useSaveMaintenance } from '../../api/maintenance.js';
import { Behind } from '../../form/Behind.js';
import { fieldProblems, problemText, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { Refusal } from '../../form/Refusal.js';
import { useDraft } from '../../form/use-draft.js';
import { draftOf, MODE_WORDS, newDraft, scopeWords, writtenOf, type MaintenanceDraft } from './maintenance-draft.js';
import { ScopeFields } from './ScopeFields.js';
import { WindowFields } from './WindowFields.js';

interface MaintenanceDialogProps {
  /** Null for a new one. */
  readonly maintenance: Maintenance | null;
  readonly onClose: () => void;
}

export interface MaintenanceFieldsProps {
  readonly draft: MaintenanceDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<MaintenanceDraft>) => void;
}

const SHOWN = ['name', 'window.from', 'window.to', 'window.timeZone', 'window.rule'];
const viewersZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Adds or changes a maintenance window. */
export function MaintenanceDialog({ maintenance, onClose }: MaintenanceDialogProps) {
  const stored = maintenance === null ? newDraft(viewersZone()) : draftOf(maintenance, viewersZone());
  const draft = useDraft(stored, maintenance?.version ?? 0);
  const { mutate, isPending, error, reset } = useSaveMaintenance(maintenance?.id ?? null);
  const fields = {
    draft: draft.values,
    problems: fieldProblems(error),
    onChange: (change: Partial<MaintenanceDraft>) => {
      reset();
      draft.change(change);
    },
  };

  function submit(event: FormEvent): void {
    event.preventDefault();
    const seen = maintenance === null ? {} : { version: draft.version };
    mutate({ maintenance: writtenOf(draft.values), ...seen }, { onSuccess: onClose });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      size="lg"
      title={maintenance === null ? 'Add maintenance' : `Edit ${maintenance.name}`}
    >
      <form onSubmit={submit} noValidate autoComplete="off" className={classes.dialog}>
        <GeneralFields {...fields} />
        <WindowFields {...fields} />
        <ScopeFields {...fields} />
        {maintenance !== null && (
          <Behind
            draft={draft}
            stored={[
              ['Name', maintenance.name],
              ['For', scopeWords(maintenance.assignment)],
            ]}
          />
        )}
        <Refusal error={error} shown={SHOWN} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {maintenance === null ? 'Add' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function GeneralFields({ draft, problems, onChange }: MaintenanceFieldsProps) {
  return (
    <>
      <TextInput
        data-autofocus
        label="Name"
        value={draft.name}
        onChange={({ currentTarget }) => {
          onChange({ name: currentTarget.value });
        }}
        error={problemText(problems, 'name')}
      />
      <Checkbox
        label="Switched on"
        checked={draft.enabled}
        onChange={({ currentTarget }) => {
          onChange({ enabled: currentTarget.checked });
        }}
      />
      <NativeSelect
        label="While it is open"
        value={draft.mode}
        data={[
          { value: 'mute', label: MODE_WORDS.mute },
          { value: 'stop', label: MODE_WORDS.stop },
        ]}
        onChange={({ currentTarget }) => {
          onChange({ mode: currentTarget.value === 'stop' ? 'stop' : 'mute' });
        }}
      />
    </>
  );
}
