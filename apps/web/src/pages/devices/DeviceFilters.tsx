import { NativeSelect, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { DeviceFilter } from '../../api/devices.js';
import { useSearchText } from '../../form/use-search-text.js';
import classes from './Devices.module.css';

const route = getRouteApi('/devices');
const SORTS = [
  { value: 'name', label: 'By name' },
  { value: 'trouble', label: 'Trouble first' },
] as const;

/** Which devices are shown, and in which order. Both are kept in the address. */
export function DeviceFilters({ filter }: { readonly filter: DeviceFilter }) {
  const navigate = route.useNavigate();
  const [text, setText] = useSearchText(filter.q, (q) => {
    void navigate({ search: (before) => ({ ...before, q }), replace: true });
  });
  return (
    <div className={classes.filters} role="search">
      <TextInput
        type="search"
        size="sm"
        className={classes.search}
        aria-label="Search devices"
        placeholder="Name or address"
        maxLength={128}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
        }}
      />
      <NativeSelect
        size="sm"
        aria-label="Order"
        value={filter.sort ?? 'name'}
        data={SORTS}
        onChange={({ currentTarget: { value } }) => {
          void navigate({ search: { ...filter, sort: value === 'trouble' ? value : undefined } });
        }}
      />
    </div>
  );
}
