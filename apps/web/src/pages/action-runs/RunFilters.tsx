import { Anchor, NativeSelect, Text, UnstyledButton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { RUN_KINDS, type RunKind } from '@twotwenty/contracts/action-run';
import type { ActionRunFilter } from '../../api/action-runs.js';
import { RUN_STATE_ORDER, RUN_STATE_WORDS } from '../../status/run-state.js';
import { StandingIcon } from '../../status/StandingMark.js';
import classes from './RunFilters.module.css';

const route = getRouteApi('/action-runs');
const KIND_WORDS: Readonly<Record<RunKind, string>> = {
  failure: 'Alerts',
  recovery: 'Recoveries',
  'site-lost': 'Sites lost',
  'site-back': 'Sites back',
  'site-suspect': 'Sites suspect',
  'site-trusted': 'Sites trusted again',
  test: 'Trials',
};

/** What of the runs is shown. It is kept in the address. */
export function RunFilters({ filter }: { readonly filter: ActionRunFilter }) {
  const navigate = route.useNavigate();
  const show = (change: ActionRunFilter) => void navigate({ search: { ...filter, ...change } });
  const isNarrow = [filter.alertId, filter.incidentId, filter.monitorId, filter.site].some((id) => id !== undefined);
  return (
    <div className={classes.filters}>
      <div role="group" aria-label="Show only runs that are" className={classes.states}>
        {RUN_STATE_ORDER.map((state) => (
          <UnstyledButton
            key={state}
            className={classes.state}
            data-state={state}
            aria-pressed={filter.state === state}
            title={RUN_STATE_WORDS[state].meaning}
            onClick={() => {
              show({ state: filter.state === state ? undefined : state });
            }}
          >
            <StandingIcon of={RUN_STATE_WORDS[state].shape} size={14} />
            {RUN_STATE_WORDS[state].word}
          </UnstyledButton>
        ))}
      </div>
      <NativeSelect
        size="xs"
        aria-label="Show only"
        value={filter.kind ?? ''}
        data={[{ value: '', label: 'All kinds' }, ...RUN_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))]}
        onChange={({ currentTarget }) => {
          show({ kind: RUN_KINDS.find((kind) => kind === currentTarget.value) });
        }}
      />
      {isNarrow && (
        <Text size="sm" c="dimmed">
          Only those of one {narrowedTo(filter)} ·{' '}
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              show({ alertId: undefined, incidentId: undefined, monitorId: undefined, site: undefined });
            }}
          >
            Show all
          </Anchor>
        </Text>
      )}
    </div>
  );
}

function narrowedTo({ alertId, incidentId, monitorId }: ActionRunFilter): string {
  if (alertId !== undefined) return 'alert';
  if (incidentId !== undefined) return 'incident';
  return monitorId === undefined ? 'site' : 'monitor';
}
