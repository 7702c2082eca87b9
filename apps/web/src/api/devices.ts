import { useQuery } from '@tanstack/react-query';
import { deviceSchema } from '@twotwenty/contracts/device';
import { usePoll } from '../live/use-live.js';
import { fetchWholeList } from './pages.js';

const POLL_MS = 30_000;
const SOON_MS = 2000;

/**
 * The names of devices by their ids, live. Devices change rarely: where changes are not told, they are asked for rarely.
 * @param needed ids whose names are to be shown; an unknown one is looked up soon
 */
export function useDeviceNames(needed: readonly string[]): ReadonlyMap<string, string> {
  const soonMs = usePoll(SOON_MS);
  const { data } = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => fetchWholeList('/devices', deviceSchema, signal),
    select: ({ items, truncated }) => ({ names: new Map(items.map(({ id, name }) => [id, name])), truncated }),
    refetchInterval: ({ state }) => {
      const known = new Set(state.data?.items.map(({ id }) => id));
      const complete = state.data?.truncated === true || needed.every((id) => known.has(id));
      return complete && soonMs !== false ? POLL_MS : soonMs;
    },
  });
  return data?.names ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();
