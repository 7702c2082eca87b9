import { useQuery } from '@tanstack/react-query';
import { deviceSchema } from '@twotwenty/contracts/device';
import { fetchWholeList } from './pages.js';

const POLL_MS = 30_000;
const SOON_MS = 2000;

/**
 * The names of devices by their ids. Devices change rarely, so they are polled rarely.
 * @param needed ids whose names are to be shown; an unknown one is looked up soon
 */
export function useDeviceNames(needed: readonly string[]): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => fetchWholeList('/devices', deviceSchema, signal),
    select: ({ items, truncated }) => ({ names: new Map(items.map(({ id, name }) => [id, name])), truncated }),
    refetchInterval: ({ state }) => {
      const known = new Set(state.data?.items.map(({ id }) => id));
      const complete = state.data?.truncated === true || needed.every((id) => known.has(id));
      return complete ? POLL_MS : SOON_MS;
    },
  });
  return data?.names ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();
