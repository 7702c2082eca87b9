import { CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { MONITOR_SORTS, type MonitorSort } from '@twotwenty/contracts/monitor-list';
import { useSearchText } from '../../form/use-search-text.js';
import { useKeyTarget } from '../../keys/targets.js';
import { FilterChips } from './FilterChips.js';
import { DEFAULT_SORT, SORT_WORDS, type MonitorsSearch } from './list-search.js';
import classes from './ListToolbar.module.css';

interface ListToolbarProps {
  readonly search: MonitorsSearch;
  readonly onSearch: (next: MonitorsSearch, replace?: boolean) => void;
}

/** Searches and sorts; says what the list is narrowed to. */
export function ListToolbar({ search, onSearch }: ListToolbarProps) {
  return (
    <div className={classes.toolbar}>
      <SearchField
        text={search.q}
        onText={(q) => {
          onSearch({ ...search, q }, true);
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
  /** What is searched for; undefined for nothing. */
  readonly text: string | undefined;
  /** Called once somebody stops typing. */
  readonly onText: (text: string | undefined) => void;
}

function SearchField({ text, onText }: SearchFieldProps) {
  const [typed, setTyped] = useSearchText(text, onText);
  const field = useKeyTarget<HTMLInputElement>('search');
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
