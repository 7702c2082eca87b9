import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { Dialog } from '../../app/Dialog.js';
import type { RecoveryCheck } from '@twotwenty/contracts/recovery-check';
import { useState } from 'react';
import { Refusal } from '../../form/Refusal.js';
import { CHECK_FIELDS, useCheck } from './check-refusals.js';
import { CheckResult } from './CheckResult.js';
import { connectionOf, type RecoveryDraft } from './recovery-draft.js';
import { ServiceChoices } from './ServiceChoices.js';
import { findServices } from './service-list.js';

interface ServiceChooserProps {
  readonly draft: RecoveryDraft;
  readonly onChoose: (names: readonly string[]) => void;
}

/** Asks the machine which services it has, and adds those that are chosen. */
export function ServiceChooser({ draft, onChoose }: ServiceChooserProps) {
  const control = useCheck();
  const [isOpen, setOpen] = useState(false);
  const connection = connectionOf(draft);
  const { check, isRunning, error } = control;
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <Button
        variant="default"
        disabled={connection === null}
        title={connection === null ? 'Name the machine and a credential first' : undefined}
        onClick={() => {
          if (connection === null) return;
          control.start({ kind: 'services', ...connection });
          setOpen(true);
        }}
      >
        Choose from the machine
      </Button>
      <Refusal error={error} shown={CHECK_FIELDS} />
      <Dialog opened={isOpen && error === null} onClose={close} size="lg" title={`Services of ${draft.machine}`}>
        {isRunning && <Loader role="status" aria-label="Asking the machine" />}
        {!isRunning && check?.state === 'done' && (
          <Choice
            key={check.id}
            check={check}
            chosenBefore={draft.services}
            onClose={close}
            onChoose={(names) => {
              onChoose(names);
              close();
            }}
          />
        )}
        {!isRunning && check !== undefined && check.state !== 'done' && <CheckResult control={control} />}
      </Dialog>
    </>
  );
}

interface ChoiceProps {
  readonly check: RecoveryCheck;
  readonly chosenBefore: readonly string[];
  readonly onClose: () => void;
  readonly onChoose: (names: readonly string[]) => void;
}

function Choice({ check, chosenBefore, onClose, onChoose }: ChoiceProps) {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  return (
    <Stack gap="md">
      <TextInput
        data-autofocus
        label="Search"
        description={`${check.services.length} services, by name or description`}
        value={search}
        onChange={({ currentTarget }) => {
          setSearch(currentTarget.value);
        }}
      />
      <ServiceChoices
        services={findServices(check.services, search)}
        chosenBefore={chosenBefore}
        chosen={chosen}
        onChange={setChosen}
      />
      {chosen.length > 0 && <Text size="sm">In this order: {chosen.join(', ')}</Text>}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={chosen.length === 0}
          onClick={() => {
            onChoose(chosen);
          }}
        >
          Add {chosen.length === 0 ? 'them' : chosen.length}
        </Button>
      </Group>
    </Stack>
  );
}
