import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import type { KeyboardEvent, Ref } from 'react';
import classes from '../../form/Form.module.css';
import type { RecoveryDraft } from './recovery-draft.js';
import { ServiceChooser } from './ServiceChooser.js';

interface AddServiceProps {
  readonly inputRef: Ref<HTMLInputElement>;
  readonly draft: RecoveryDraft;
  readonly onType: (newService: string) => void;
  readonly onAdd: (names: readonly string[]) => void;
}

/** Adds services by their names, or from those that the machine has. */
export function AddService({ inputRef, draft, onType, onAdd }: AddServiceProps) {
  const { newService, method } = draft;
  const isEmpty = newService.trim() === '';

  function addByEnter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || isEmpty) return;
    event.preventDefault();
    onAdd([newService]);
  }

  return (
    <div className={classes.with}>
      <TextInput
        ref={inputRef}
        className={classes.grow}
        label="Another service"
        placeholder={method === 'ssh-systemd' ? 'postfix' : 'SMTPSVC'}
        autoComplete="off"
        spellCheck={false}
        value={newService}
        onChange={({ currentTarget }) => {
          onType(currentTarget.value);
        }}
        onKeyDown={addByEnter}
      />
      <Button
        variant="default"
        disabled={isEmpty}
        onClick={() => {
          onAdd([newService]);
        }}
      >
        Add<VisuallyHidden> the service</VisuallyHidden>
      </Button>
      <ServiceChooser draft={draft} onChoose={onAdd} />
    </div>
  );
}
