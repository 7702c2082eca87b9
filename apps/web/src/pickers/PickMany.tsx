import { Button, Combobox, Pill, PillsInput } from '@mantine/core';
import { useState } from 'react';
import { useChoices, type SearchKind } from '../api/search.js';
import { PICKER_WORDS } from './picker-words.js';
import { PickerOptions } from './PickerOptions.js';
import classes from './Pickers.module.css';
import { usePicker } from './use-picker.js';

/** So many names are looked up and shown; thousands may be chosen. */
const SHOWN = 12;

interface PickManyProps {
  readonly kind: SearchKind;
  readonly label: string;
  readonly description?: string;
  /** Ids, or tags. */
  readonly value: readonly string[];
  readonly problem?: string | null;
  readonly onChange: (ids: string[]) => void;
}

/** Chooses monitors, devices or tags by searching for them on the server; never all of them are loaded. */
export function PickMany({ kind, label, description, value, problem = null, onChange }: PickManyProps) {
  const { combobox, text, type, found, error } = usePicker(kind);

  function toggle(id: string): void {
    onChange(value.includes(id) ? value.filter((other) => other !== id) : [...value, id]);
    type('');
  }

  return (
    <Combobox store={combobox} onOptionSubmit={toggle}>
      <Combobox.DropdownTarget>
        <PillsInput
          label={label}
          description={description}
          error={problem}
          onClick={() => {
            combobox.openDropdown();
          }}
        >
          <Pill.Group>
            <Chosen
              kind={kind}
              value={value}
              onRemove={(id) => {
                onChange(value.filter((other) => other !== id));
              }}
            />
            <Combobox.EventsTarget withExpandedAttribute>
              <PillsInput.Field
                role="combobox"
                aria-autocomplete="list"
                autoComplete="off"
                spellCheck={false}
                placeholder={PICKER_WORDS[kind].placeholder}
                value={text}
                onChange={({ currentTarget }) => {
                  type(currentTarget.value);
                }}
                onBlur={() => {
                  combobox.closeDropdown();
                }}
                onKeyDown={({ key }) => {
                  if (key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1));
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <PickerOptions kind={kind} label={label} found={found} error={error} chosen={value} />
    </Combobox>
  );
}

interface ChosenProps {
  readonly kind: SearchKind;
  readonly value: readonly string[];
  readonly onRemove: (id: string) => void;
}

/** What is chosen, the last ones by name: those were chosen just now. */
function Chosen({ kind, value, onRemove }: ChosenProps) {
  const [limit, setLimit] = useState(SHOWN);
  const shown = value.slice(-limit);
  const names = useChoices(kind, shown);
  const hidden = value.length - shown.length;
  return (
    <>
      {hidden > 0 && (
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => {
            setLimit(limit + SHOWN * 4);
          }}
        >
          {hidden} more
        </Button>
      )}
      {shown.map((id) => {
        const choice = names.get(id);
        const name = choice === undefined ? '…' : (choice?.name ?? '(gone)');
        return (
          <Pill
            key={id}
            withRemoveButton
            className={classes.pill}
            title={choice?.detail}
            onRemove={() => {
              onRemove(id);
            }}
            removeButtonProps={{ 'aria-label': `Remove ${name}`, 'aria-hidden': undefined, tabIndex: 0 }}
          >
            <bdi>{name}</bdi>
          </Pill>
        );
      })}
    </>
  );
}
