import { CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { MONITOR_SORTS, type MonitorSort } from '@twotwenty/contracts/monitor-list';
import { useEffect, useRef, useState } from 'react';
import { useKeyTarget } from '../../keys/targets.js';
import { FilterChips } from './FilterChips.js';
import { DEFAULT_SORT, SORT_WORDS, type MonitorsSearch } from './list-search.js';
import classes from './ListToolbar.module.css';

const DEBOUNCE_MS = 200;

interface ListToolbarProps {
  readonly search: MonitorsSearch;
  readonly onSearch: (next: MonitorsSearch, replace?: boolean) => void;
}

/** Searches and sorts; says what the list is narrowed to. */
export function ListToolbar({ search, onSearch }: ListToolbarProps) {
  return (
    <div className={classes.toolbar}>
      <SearchField
        text={search.q ?? ''}
        onText={(text) => {
          onSearch({ ...search, q: text || undefined }, true);
        }}
      />
      <FilterChips search={search} onSearch={onSearch} />
      <NativeSelect
        className={classes.sort}
        aria-label="Sort by"
        value={search.sort ?? DEFAULT_SORT}
        data={MONITOR_SORTS.map((sort) => ({ value: sort, label: SORT_WORDS[sort] }))}
        onChange={({ currentTarget: { value } }) => {
          const sort = MONITOR_SORTS.find((known) => known === value) ?? DEFAULT_SORT;
          onSearch({ ...search, sort: withoutDefault(sort), order: undefined });
        }}
      />
    </div>
  );
}

function withoutDefault(sort: MonitorSort): MonitorSort | undefined {
  return sort === DEFAULT_SORT ? undefined : sort;
}

interface SearchFieldProps {
  /** What is searched for. */
  readonly text: string;
  /** Called 200 ms after the last letter. */
  readonly onText: (text: string) => void;
}

function SearchField({ text, onText }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const field = useKeyTarget<HTMLInputElement>('search');
  const send = useRef(onText);
  useEffect(() => {
    send.current = onText;
  });
  // The address changed by itself: a link, the back button, a chip that was taken away.
  if (text !== known) {
    setKnown(text);
    if (text !== typed.trim()) setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => {
      send.current(typed.trim());
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, text]);
  return (
    <TextInput
      ref={field}
      type="search"
      className={classes.search}
      aria-label="Search monitors"
      placeholder="Name, host, device or tag"
      maxLength={128}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setTyped('');
      }}
      rightSection={
        typed === '' ? null : (
          <CloseButton
            size="sm"
            aria-label="Clear the search"
            onClick={() => {
              setTyped('');
            }}
          />
        )
      }
    />
  );
}
