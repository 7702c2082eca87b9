import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { deviceSchema } from '@twotwenty/contracts/device';
import { fetchJson } from '../../api/client.js';
import { FILTER_WORDS } from '../../status/standing.js';
import { statusesOf, toggleStatus, type MonitorsSearch } from './list-search.js';
import classes from './ListToolbar.module.css';

interface FilterChipsProps {
  readonly search: MonitorsSearch;
  readonly onSearch: (next: MonitorsSearch) => void;
}

/** What the list is narrowed to besides the search text, each to be taken away. */
export function FilterChips({ search, onSearch }: FilterChipsProps) {
  const device = useDeviceName(search.deviceId);
  const chips = [
    ...statusesOf(search).map((status) => ({
      text: FILTER_WORDS[status].word,
      without: toggleStatus(search, status),
    })),
    ...(search.deviceId === undefined
      ? []
      : [{ text: `Device: ${device ?? '…'}`, without: { ...search, deviceId: undefined } }]),
    ...(search.tag === undefined ? [] : [{ text: `Tag: ${search.tag}`, without: { ...search, tag: undefined } }]),
    ...(search.site === undefined ? [] : [{ text: `Site: ${search.site}`, without: { ...search, site: undefined } }]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Filters">
      {chips.map(({ text, without }) => (
        <li key={text} className={classes.chip}>
          <span title={text}>
            <bdi>{text}</bdi>
          </span>
          <CloseButton
            size="sm"
            aria-label={`Without the filter ${text}`}
            onClick={() => {
              onSearch(without);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function useDeviceName(id: string | undefined): string | undefined {
  const { data } = useQuery({
    queryKey: ['devices', id],
    queryFn: ({ signal }) => fetchJson(deviceSchema, `/devices/${id ?? ''}`, { signal }),
    enabled: id !== undefined,
  });
  return data?.name;
}
