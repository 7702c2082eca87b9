import { Button, Combobox, useCombobox } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Token } from '../api/templates.js';
import classes from './TemplateEditor.module.css';

interface TokenMenuProps {
  readonly tokens: readonly Token[];
  /** What is edited, for those who hear the button. */
  readonly label: string;
  readonly onInsert: (name: string) => void;
}

/** All tokens with what they stand for, to search among and to insert. */
export function TokenMenu({ tokens, label, onInsert }: TokenMenuProps) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => {
      combobox.focusSearchInput();
    },
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
    },
  });
  // What is found stands first, so that the enter key takes it.
  useEffect(() => {
    combobox.selectFirstOption();
    // The store is another object each time.
  }, [search]);
  const wanted = search.trim().toLowerCase();
  const found = tokens.filter(({ name, meaning }) => `${name} ${meaning}`.toLowerCase().includes(wanted));

  return (
    <Combobox
      store={combobox}
      width={340}
      position="bottom-end"
      withinPortal
      onOptionSubmit={(name) => {
        combobox.closeDropdown();
        onInsert(name);
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <Button
          variant="default"
          size="xs"
          aria-label={`Insert a token: ${label}`}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => {
            combobox.toggleDropdown();
          }}
        >
          Insert a token
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={combobox.dropdownOpened}
          aria-label="Search among the tokens"
          placeholder="Search"
          value={search}
          onChange={({ currentTarget }) => {
            setSearch(currentTarget.value);
          }}
        />
        <TokenOptions found={found} />
      </Combobox.Dropdown>
    </Combobox>
  );
}

function TokenOptions({ found }: { readonly found: readonly Token[] }) {
  return (
    <Combobox.Options className={classes.tokens} aria-label="Tokens">
      {found.length === 0 && <Combobox.Empty>No token is called so.</Combobox.Empty>}
      {found.map(({ name, meaning, example }) => (
        <Combobox.Option key={name} value={name}>
          <code>{`{{${name}}}`}</code>
          <span className={classes.meaning}>
            {meaning}
            {example !== '' && `, such as ${example}`}
          </span>
        </Combobox.Option>
      ))}
    </Combobox.Options>
  );
}
