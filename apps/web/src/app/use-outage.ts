import { UnreadableError } from '../api/client.js';
import { useClock } from '../time/use-now.js';

/** One poll that fails is nothing to wake people for. */
const TOLERATED_MS = 5000;

export interface Outage {
  /** When the answer that is shown arrived, ISO 8601. */
  readonly knownAt: string;
  readonly reason: 'unreachable' | 'unreadable';
}

interface Polled {
  readonly error: Error | null;
  /** Milliseconds since 1970, by the viewer's clock; 0 before the first answer. */
  readonly dataUpdatedAt: number;
}

/** Whether what is shown is no longer live, and since when. Null while it is. */
export function useOutage({ error, dataUpdatedAt }: Polled): Outage | null {
  const isStale = useClock(() => Date.now() - dataUpdatedAt > TOLERATED_MS);
  if (error === null || !isStale || dataUpdatedAt === 0) return null;
  return {
    knownAt: new Date(dataUpdatedAt).toISOString(),
    reason: error instanceof UnreadableError ? 'unreadable' : 'unreachable',
  };
}
