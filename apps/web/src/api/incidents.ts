import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { incidentSchema, timelineSchema, type Timeline } from '@twotwenty/contracts/incident';
import { perPage, usePoll } from '../live/use-live.js';
import { isFinal } from '../status/run-state.js';
import { fetchJson, isNotFound } from './client.js';
import { pagedList } from './pages.js';

const KEY = ['incidents'];
const POLL_MS = 5000;
const TIMELINE_POLL_MS = 3000;

/** `open`: those that go on; `over`: those that have ended. */
export interface IncidentFilter {
  readonly show?: 'open' | 'over' | undefined;
  readonly monitorId?: string | undefined;
}

/** Incidents, the latest first, page by page. */
export function incidents({ show, monitorId }: IncidentFilter) {
  const open = show === undefined ? undefined : String(show === 'open');
  return pagedList({
    queryKey: [...KEY, 'list', { open, monitorId }],
    path: '/incidents',
    query: { open, monitorId },
    schema: incidentSchema,
  });
}

/** `incidents`, live. What was shown stays until the answer is there. */
export function useIncidents(filter: IncidentFilter) {
  const pollMs = usePoll(POLL_MS);
  return useInfiniteQuery({
    ...incidents(filter),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => perPage(pollMs, state.data?.pages.length),
  });
}

/** What happened in an incident, live while something may still happen. */
export function useTimeline(id: string) {
  const pollMs = usePoll(TIMELINE_POLL_MS);
  return useQuery({
    queryKey: [...KEY, 'timeline', id],
    queryFn: ({ signal }) => fetchJson(timelineSchema, `/incidents/${encodeURIComponent(id)}/timeline`, { signal }),
    refetchInterval: ({ state }) => (isNotFound(state.error) || !isGoingOn(state.data) ? false : pollMs),
  });
}

/** The recovery is told after the end. */
function isGoingOn(timeline: Timeline | undefined): boolean {
  if (timeline === undefined) return true;
  const { incident, entries } = timeline;
  return incident.endedAt === null || entries.some((entry) => entry.type === 'run' && !isFinal(entry.run.state));
}
