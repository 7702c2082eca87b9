import { useQueryClient } from '@tanstack/react-query';
import type { MonitorEvent } from '@twotwenty/contracts/history';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { Connection } from './connection.js';
import { getConnection, startLive, subscribeToConnection, subscribeToEvents } from './live.js';

/** What is shown while changes are told by themselves is asked for so rarely, in case one was missed. */
const FALLBACK_POLL_MS = 30_000;

/** Keeps what is shown up to date while the component is there. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => startLive(client), [client]);
}

/** Whether the controller is there, and how this page learns what changes. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribeToConnection, getConnection, getConnection);
}

/** Calls a function with what happens to monitors, as it happens. After a gap nothing is made up for: ask for the events then. */
export function useLiveEvents(onEvent: (event: MonitorEvent) => void): void {
  const take = useEffectEvent(onEvent);
  useEffect(() => subscribeToEvents((event) => take(event)), []);
}

/**
 * How often something is to be asked for: rarely while its changes are told, as ever where they are not, and not at all while
 * nobody answers, as everything is asked for anew afterwards.
 * @param pollMs where nothing is told
 * @param fallbackMs where changes are told; `pollMs` for what does not change in the database
 */
export function usePoll(pollMs: number, fallbackMs = Math.max(pollMs, FALLBACK_POLL_MS)): number | false {
  const { status } = useConnection();
  if (status === 'down') return false;
  return status === 'live' || status === 'connecting' ? fallbackMs : pollMs;
}

/** A list of several pages is asked for less often: every page has its time. */
export function perPage(pollMs: number | false, pages: number | undefined): number | false {
  return pollMs === false ? false : pollMs * Math.max(1, pages ?? 1);
}
