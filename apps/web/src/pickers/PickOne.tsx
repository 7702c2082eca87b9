import { CloseButton, Combobox, TextInput } from '@mantine/core';
import { useChoices, type SearchKind } from '../api/search.js';
import { PICKER_WORDS } from './picker-words.js';
import { PickerOptions } from './PickerOptions.js';
import { usePicker } from './use-picker.js';

interface PickOneProps {
  readonly kind: SearchKind;
  readonly label: string;
  readonly description?: string;
  /** The id; null: nothing is chosen. */
  readonly value: string | null;
  readonly problem?: string | null;
  readonly onChange: (id: string | null) => void;
  /** Whether nothing may be chosen. */
  readonly clearable?: boolean;
}

/** Chooses one monitor, device or tag by searching for it on the server; never all of them are loaded. */
export function PickOne({ kind, label, description, value, problem = null, onChange, clearable = true }: PickOneProps) {
  const { combobox, text, type, found, error } = usePicker(kind);
  const chosen = useChoices(kind, value === null ? [] : [value]);
  const shown = value === null ? '' : nameOf(chosen.get(value));

  function choose(id: string): void {
    onChange(id);
    leave();
  }

  function leave(): void {
    type('');
    combobox.closeDropdown();
  }

  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          role="combobox"
          aria-autocomplete="list"
          label={label}
          description={description}
          placeholder={PICKER_WORDS[kind].placeholder}
          autoComplete="off"
          spellCheck={false}
          value={combobox.dropdownOpened ? text : shown}
          onChange={({ currentTarget }) => {
            type(currentTarget.value);
          }}
          onClick={() => {
            combobox.openDropdown();
          }}
          onBlur={leave}
          error={problem}
          rightSection={
            clearable && value !== null ? (
              <CloseButton
                size="sm"
                aria-label={`Clear: ${label}`}
                onClick={() => {
                  onChange(null);
                }}
              />
            ) : undefined
          }
        />
      </Combobox.Target>
      <PickerOptions kind={kind} label={label} found={found} error={error} chosen={value === null ? [] : [value]} />
    </Combobox>
  );
}

function nameOf(choice: { readonly name: string; readonly detail: string } | null | undefined): string {
  if (choice === undefined) return '…';
  if (choice === null) return '(gone)';
  return choice.detail === '' ? choice.name : `${choice.name} (${choice.detail})`;
}
