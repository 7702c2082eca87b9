import { Button, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useMachines } from '../../api/recovery-checks.js';
import formClasses from '../../form/Form.module.css';
import { MachineOptions } from './MachineOptions.js';
import { ResolveMachine } from './ResolveMachine.js';

const PAUSE_MS = 200;
/** Longest text that is searched for. */
const MAX_SEARCH = 128;

interface MachineFieldProps {
  readonly machine: string;
  readonly problem: string | null;
  readonly onChange: (machine: string) => void;
}

/** Names the machine: typed, or chosen from those that are known. */
export function MachineField({ machine, problem, onChange }: MachineFieldProps) {
  const combobox = useCombobox();
  const [isBrowsing, setBrowsing] = useState(false);
  const [typed] = useDebouncedValue(machine.trim().slice(0, MAX_SEARCH), PAUSE_MS);
  const { data } = useMachines(isBrowsing ? '' : typed, combobox.dropdownOpened);

  function browse(): void {
    setBrowsing(true);
    combobox.focusTarget();
    combobox.toggleDropdown();
  }

  function type(text: string): void {
    setBrowsing(false);
    onChange(text);
    combobox.openDropdown();
    combobox.resetSelectedOption();
  }

  function choose(name: string): void {
    onChange(name);
    combobox.closeDropdown();
  }

  return (
    <div>
      <Combobox store={combobox} onOptionSubmit={choose}>
        <Combobox.Target withExpandedAttribute>
          <TextInput
            role="combobox"
            aria-autocomplete="list"
            label="Machine"
            description="FQDN, NetBIOS name or IP address"
            placeholder="mx1.example.com"
            autoComplete="off"
            spellCheck={false}
            value={machine}
            onChange={({ currentTarget }) => {
              type(currentTarget.value);
            }}
            onBlur={() => {
              combobox.closeDropdown();
            }}
            error={problem}
          />
        </Combobox.Target>
        <MachineOptions machines={data?.items} />
      </Combobox>
      <div className={formClasses.below}>
        {/* On mouse down the input keeps the focus, so that the arrow keys choose. */}
        <Button variant="default" size="xs" onMouseDown={keepFocus} onClick={browse}>
          Browse
        </Button>
        <ResolveMachine machine={machine.trim()} />
      </div>
    </div>
  );
}

function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault();
}
