import { Anchor, Button, Text } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { useMonitorList } from '../../api/monitors.js';
import { Loading } from '../../app/Loading.js';
import { useKeyTarget } from '../../keys/targets.js';
import { itemsOf } from '../../table/pages-of.js';
import { ShowMore } from '../../table/ShowMore.js';
import { Table } from '../../table/Table.js';
import { Unreadable } from '../../table/Unreadable.js';
import { BulkBar } from './bulk/BulkBar.js';
import { columnsOf } from './columns.js';
import { isFiltered, type MonitorsSearch } from './list-search.js';
import classes from './MonitorList.module.css';
import { MonitorRow } from './MonitorRow.js';
import tableClasses from './MonitorTable.module.css';
import { useHeldOrder } from './use-held-order.js';
import { formatNumber } from '../../numbers/format-number.js';

interface MonitorListProps {
  readonly query: ReturnType<typeof useMonitorList>;
  readonly search: MonitorsSearch;
  /** How many monitors the filters leave; null where that is not known. */
  readonly matching: number | null;
  readonly onSearch: (next: MonitorsSearch) => void;
}

/** The monitors that were found, and what can be done to several of them. */
export function MonitorList({ query, search, matching, onSearch }: MonitorListProps) {
  const { items, unreadable } = useMemo(() => distinct(itemsOf(query.data)), [query.data]);
  const held = useHeldOrder(items, JSON.stringify(search), !query.isPlaceholderData);
  const selection = useSelection(JSON.stringify({ ...search, sort: undefined, order: undefined }));
  const list = useKeyTarget<HTMLDivElement>('list');
  if (query.data === undefined) {
    return query.error === null ? <Loading what="the monitors" /> : <p role="alert">{query.error.message}</p>;
  }
  if (items.length === 0 && query.isPlaceholderData) return <Loading what="the monitors" />;
  const shown = held.rows.map(({ item }) => item.id);
  const columns = columnsOf(search, onSearch, selectAll(shown, selection));
  return (
    <>
      <ListNote
        shown={items.length}
        matching={matching}
        search={search}
        onSearch={onSearch}
        isMoved={held.hasMoved}
        onRefresh={held.refresh}
      />
      <Unreadable count={unreadable} what="monitors" />
      {held.rows.length > 0 && (
        <div ref={list} {...held.watch}>
          <Table
            label="Monitors"
            columns={columns}
            cardsBelow="85em"
            isBusy={query.isPlaceholderData}
            className={tableClasses.table ?? ''}
          >
            {held.rows.map(({ item, isGone }) => (
              <MonitorRow
                key={item.id}
                monitor={item}
                isGone={isGone}
                isSelected={selection.ids.has(item.id)}
                onSelect={selection.toggle}
              />
            ))}
          </Table>
        </div>
      )}
      <ShowMore query={query}>Show more</ShowMore>
      <BulkBar
        selected={items.filter(({ id }) => selection.ids.has(id))}
        search={search}
        matching={matching}
        onClear={() => {
          selection.replace([]);
        }}
      />
    </>
  );
}

interface ListNoteProps {
  readonly shown: number;
  readonly matching: number | null;
  readonly search: MonitorsSearch;
  readonly onSearch: (next: MonitorsSearch) => void;
  readonly isMoved: boolean;
  readonly onRefresh: () => void;
}

/** How much of the whole is below: nobody is to take a part for everything. Always one line high. */
function ListNote({ shown, matching, search, onSearch, isMoved, onRefresh }: ListNoteProps) {
  const filtered = isFiltered(search);
  return (
    <div className={classes.note}>
      <Text size="sm" c="dimmed" role="status">
        {shown === 0 && filtered ? 'No monitor is like that. ' : `${countWords(shown, matching)} `}
        {filtered && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              onSearch({ sort: search.sort, order: search.order });
            }}
          >
            Show all
          </Anchor>
        )}
      </Text>
      {isMoved && (
        <Text size="sm" c="dimmed">
          The order has changed ·{' '}
          <Button variant="subtle" size="compact-sm" onClick={onRefresh}>
            Refresh
          </Button>
        </Text>
      )}
    </div>
  );
}

function countWords(shown: number, matching: number | null): string {
  if (matching === null || matching <= shown) return shown === 1 ? '1 monitor' : `${formatNumber(shown)} monitors`;
  return `${formatNumber(shown)} of ${formatNumber(matching)} monitors`;
}

/** A monitor that moved while pages were loaded may stand on two of them. */
function distinct<T extends { readonly id: string }>({
  items,
  unreadable,
}: {
  items: readonly T[];
  unreadable: number;
}) {
  return { items: [...new Map(items.map((item) => [item.id, item])).values()], unreadable };
}

/** The box above those of the rows. */
function selectAll(shown: readonly string[], { ids, replace }: ReturnType<typeof useSelection>) {
  const isAll = shown.length > 0 && shown.every((id) => ids.has(id));
  return {
    isChecked: isAll,
    isPartly: !isAll && shown.some((id) => ids.has(id)),
    onChange: (isChecked: boolean) => {
      replace(isChecked ? shown : []);
    },
  };
}

/** Which monitors are selected. @param list names what is listed: another list begins with none */
function useSelection(list: string) {
  const [listed, setListed] = useState(list);
  const [ids, setIds] = useState(NONE);
  if (listed !== list) {
    setListed(list);
    setIds(NONE);
  }
  // The same for every list: rows that stay are not drawn anew for another one.
  const toggle = useCallback((id: string, isSelected: boolean) => {
    setIds((before) => {
      const next = new Set(before);
      if (isSelected) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const replace = (next: readonly string[]): void => {
    setIds(new Set(next));
  };
  return { ids, toggle, replace };
}

const NONE: ReadonlySet<string> = new Set();
