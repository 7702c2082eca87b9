import { useInfiniteQuery, useQuery, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { servingAlertsSchema } from '@twotwenty/contracts/alert';
import { availabilitySchema } from '@twotwenty/contracts/availability';
import { siteCertificatesSchema } from '@twotwenty/contracts/certificate';
import { resultSchema, type Result } from '@twotwenty/contracts/history';
import { MAX_PAGE_SIZE } from '@twotwenty/contracts/limits';
import { monitorTimelineEntrySchema, type TimelineKind } from '@twotwenty/contracts/monitor-timeline';
import { seriesSchema, type Series } from '@twotwenty/contracts/series';
import { useEffect } from 'react';
import { serverNow } from '../time/server-clock.js';
import { perPage, usePoll } from '../live/use-live.js';
import { fetchJson } from './client.js';
import { mergeResults } from './merge-results.js';
import { fetchPage, pagedList } from './pages.js';

const POLL_MS = 30_000;
const RARE_POLL_MS = 5 * 60_000;
/** As many newer results are asked for at first: they nearly always join on to those that are known. */
const NEWER_RESULTS = 40;
const MIN_SERIES_PAUSE_MS = 5000;
const MAX_SERIES_PAUSE_MS = 10 * 60_000;
const AVAILABILITY_PAUSE_MS = 30_000;

const keyOf = (monitorId: string, ...rest: readonly unknown[]) => ['monitors', monitorId, ...rest];

/**
 * The latest sessions of a monitor, newest first.
 * @param tests how many tests are to be known
 * @param sites how many sites report on each
 * @param lastTestAt when the last verdict came: with another one they are asked for again
 */
export function useResults(monitorId: string, tests: number, sites: number, lastTestAt: string | undefined) {
  const refetchInterval = usePoll(POLL_MS);
  const limit = Math.min(MAX_PAGE_SIZE, tests * sites);
  const query = useQuery({
    queryKey: keyOf(monitorId, 'results', limit),
    queryFn: async ({ client, queryKey, signal }): Promise<readonly Result[]> => {
      const ask = async (count: number) =>
        (await fetchPage(`/monitors/${monitorId}/results`, { limit: String(count) }, resultSchema, signal)).items;
      const known = client.getQueryData<readonly Result[]>(queryKey);
      const merged = known && mergeResults(known, await ask(NEWER_RESULTS), NEWER_RESULTS, limit);
      return merged ?? ask(limit);
    },
    refetchInterval,
  });
  const { refetch } = query;
  useEffect(() => {
    if (lastTestAt !== undefined) void refetch({ cancelRefetch: false });
  }, [lastTestAt, refetch]);
  return query;
}

/** Something that was asked for, and when. */
interface Fetched<T> {
  readonly value: T;
  readonly fetchedAtMs: number;
}

/** Every verdict makes everything of a monitor stale: what takes long to count is not counted again for each of them. */
async function notMoreOftenThan<T>(
  pauseMs: number,
  client: QueryClient,
  queryKey: QueryKey,
  ask: () => Promise<T>,
): Promise<Fetched<T>> {
  const known = client.getQueryData<Fetched<T>>(queryKey);
  if (known !== undefined && Date.now() - known.fetchedAtMs < pauseMs) return known;
  return { value: await ask(), fetchedAtMs: Date.now() };
}

/** Availability and coverage, counted twice a minute at most. */
export function useAvailability(monitorId: string) {
  const refetchInterval = usePoll(2 * AVAILABILITY_PAUSE_MS);
  return useQuery({
    queryKey: keyOf(monitorId, 'availability'),
    queryFn: ({ client, queryKey, signal }) =>
      notMoreOftenThan(AVAILABILITY_PAUSE_MS, client, queryKey, () =>
        fetchJson(availabilitySchema, `/monitors/${monitorId}/availability`, { signal }),
      ),
    select: ({ value }) => value,
    refetchInterval,
  });
}

/** Of what time a chart is: the last seconds up to now, or from one instant (ISO 8601) to another. */
export type SeriesRange = { readonly lastSeconds: number } | { readonly from: string; readonly to: string };

/** Response times. What is shown stays until another range has come; it is asked for again once for each bucket. */
export function useSeries(monitorId: string, range: SeriesRange, points: number) {
  const pollMs = usePoll(POLL_MS);
  return useQuery({
    queryKey: keyOf(monitorId, 'series', range, points),
    queryFn: ({ client, queryKey, signal }) => {
      const known = client.getQueryData<Fetched<Series>>(queryKey);
      return notMoreOftenThan(seriesPauseMs(known?.value), client, queryKey, () =>
        fetchJson(seriesSchema, `/monitors/${monitorId}/series?${seriesQuery(range, points)}`, { signal }),
      );
    },
    select: ({ value }) => value,
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => pollMs !== false && Math.max(pollMs, seriesPauseMs(state.data?.value)),
  });
}

function seriesQuery(range: SeriesRange, points: number): URLSearchParams {
  const nowMs = serverNow();
  const bounds =
    'from' in range
      ? { from: range.from, to: range.to }
      : { from: new Date(nowMs - range.lastSeconds * 1000).toISOString(), to: new Date(nowMs).toISOString() };
  return new URLSearchParams({ ...bounds, points: String(points) });
}

function seriesPauseMs(series: Series | undefined): number {
  const bucketMs = (series?.bucketSeconds ?? 0) * 1000;
  return Math.min(MAX_SERIES_PAUSE_MS, Math.max(MIN_SERIES_PAUSE_MS, bucketMs));
}

/** Events, notices and repairs, newest first; more pages on demand. */
export function useMonitorTimeline(monitorId: string, kind: TimelineKind | undefined) {
  const pollMs = usePoll(POLL_MS);
  return useInfiniteQuery({
    ...pagedList({
      queryKey: keyOf(monitorId, 'timeline', kind ?? 'all'),
      path: `/monitors/${monitorId}/timeline`,
      query: { kind },
      schema: monitorTimelineEntrySchema,
    }),
    refetchInterval: ({ state }) => perPage(pollMs, state.data?.pages.length),
  });
}

/** What each site saw last of the TLS of a monitor. */
export function useCertificates(monitorId: string, enabled: boolean) {
  const refetchInterval = usePoll(RARE_POLL_MS);
  return useQuery({
    queryKey: keyOf(monitorId, 'certificates'),
    queryFn: ({ client, queryKey, signal }) =>
      notMoreOftenThan(POLL_MS, client, queryKey, () =>
        fetchJson(siteCertificatesSchema, `/monitors/${monitorId}/certificates`, { signal }),
      ),
    select: ({ value }) => value.items,
    enabled,
    refetchInterval,
  });
}

/** The alerts that serve a monitor, and what is hardly meant about them. */
export function useServingAlerts(monitorId: string) {
  const refetchInterval = usePoll(POLL_MS);
  return useQuery({
    queryKey: ['alerts', 'serving', monitorId],
    queryFn: ({ signal }) => fetchJson(servingAlertsSchema, `/monitors/${monitorId}/alerts`, { signal }),
    refetchInterval,
  });
}
