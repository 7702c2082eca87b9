import type { MonitorSort } from '@twotwenty/contracts/monitor-list';
import { RowCheckbox } from '../../table/RowCheckbox.js';
import type { Column } from '../../table/Table.js';
import { ariaSort, listQuery, sortedBy, type MonitorsSearch } from './list-search.js';
import classes from './MonitorTable.module.css';

interface Sortable {
  readonly name: string;
  /** What it can be sorted by, and the words to click on. */
  readonly sorts: Partial<Record<MonitorSort, string>>;
  readonly width?: string | undefined;
}

const SORTABLE: readonly Sortable[] = [
  { name: 'Status', sorts: { trouble: 'Status' }, width: '7.75rem' },
  { name: 'Monitor', sorts: { name: 'Monitor' } },
  { name: 'Device', sorts: { device: 'Device' }, width: '13%' },
  { name: 'Since', sorts: { since: 'Since' }, width: '8.25rem' },
  {
    name: 'Last test',
    sorts: { lastTest: 'Last test', responseTime: 'Response time' },
    width: '23%',
  },
  { name: 'Next test', sorts: {}, width: '6.25rem' },
  { name: 'Action', sorts: {}, width: '7rem' },
];

interface SelectAll {
  readonly isChecked: boolean;
  readonly isPartly: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

/** The headings of the list: a box that selects every row, and words that sort. */
export function columnsOf(
  search: MonitorsSearch,
  onSearch: (next: MonitorsSearch) => void,
  { isChecked, isPartly, onChange }: SelectAll,
): Column[] {
  const box = (
    <RowCheckbox aria-label="Select all that are shown" checked={isChecked} isPartly={isPartly} onChange={onChange} />
  );
  return [
    { name: 'Selected', heading: box, width: '2.75rem' },
    ...SORTABLE.map(({ name, sorts, width }) => ({
      name,
      width,
      sorted: ariaSort(search, keysOf(sorts)),
      heading: keysOf(sorts).map((sort) => (
        <SortButton key={sort} sort={sort} word={sorts[sort] ?? name} search={search} onSearch={onSearch} />
      )),
    })).map((column, index) =>
      keysOf(SORTABLE[index]?.sorts ?? {}).length === 0 ? { ...column, heading: undefined } : column,
    ),
  ];
}

function keysOf(sorts: Sortable['sorts']): MonitorSort[] {
  return Object.keys(sorts) as MonitorSort[];
}

interface SortButtonProps {
  readonly sort: MonitorSort;
  readonly word: string;
  readonly search: MonitorsSearch;
  readonly onSearch: (next: MonitorsSearch) => void;
}

function SortButton({ sort, word, search, onSearch }: SortButtonProps) {
  const { sort: current, order } = listQuery(search);
  const isOn = current === sort;
  // Of the standing the first is the worst, which is the largest.
  const isUp = (order === 'asc') === (sort !== 'trouble');
  return (
    <button
      type="button"
      className={classes.sort}
      data-on={isOn || undefined}
      title={isOn ? 'Sort the other way round' : `Sort by ${word.toLowerCase()}`}
      onClick={() => {
        onSearch(sortedBy(search, sort));
      }}
    >
      {word}
      <span aria-hidden="true">{isOn ? (isUp ? ' ↑' : ' ↓') : ''}</span>
    </button>
  );
}
