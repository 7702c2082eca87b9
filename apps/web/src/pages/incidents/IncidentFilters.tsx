import { Anchor, NativeSelect, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { IncidentFilter } from '../../api/incidents.js';
import classes from './IncidentFilters.module.css';

const route = getRouteApi('/incidents');
const CHOICES = [
  { value: '', label: 'All incidents' },
  { value: 'open', label: 'Open' },
  { value: 'over', label: 'Over' },
] as const;

/** Which incidents are shown. It is kept in the address. */
export function IncidentFilters({ filter }: { readonly filter: IncidentFilter }) {
  const navigate = route.useNavigate();
  const show = (change: IncidentFilter) => void navigate({ search: { ...filter, ...change } });
  return (
    <div className={classes.filters}>
      <NativeSelect
        size="xs"
        aria-label="Show only"
        value={filter.show ?? ''}
        data={CHOICES}
        onChange={({ currentTarget: { value } }) => {
          show({ show: value === 'open' || value === 'over' ? value : undefined });
        }}
      />
      {filter.monitorId !== undefined && (
        <Text size="sm" c="dimmed">
          Only those of one monitor ·{' '}
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              show({ monitorId: undefined });
            }}
          >
            Show all
          </Anchor>
        </Text>
      )}
    </div>
  );
}
