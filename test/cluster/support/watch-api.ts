import { inspect } from 'node:util';
import type { Cluster } from './cluster.js';

/** What came of asking the API all the time. */
export interface Watched {
  readonly answered: number;
  /** What was wrong with the answers that were none. */
  readonly failures: readonly string[];
}

/** Reads and writes through the proxy, one request after the other, until it is stopped. */
export function watchApi(cluster: Cluster): { stop(): Promise<Watched> } {
  const stopper = new AbortController();
  const failures: string[] = [];
  let answered = 0;
  const attempt = async (request: Promise<unknown>): Promise<void> => {
    try {
      await request;
      answered += 1;
    } catch (error) {
      // Without its cause `fetch failed` says nothing.
      failures.push(inspect(error));
    }
  };
  const watch = async (): Promise<void> => {
    for (let count = 0; !stopper.signal.aborted; count += 1) {
      await attempt(cluster.api('GET', '/monitors?limit=10'));
      await attempt(cluster.api('POST', '/devices', { name: `Made meanwhile ${count}`, address: 'outside' }));
    }
  };
  const done = watch();
  return {
    async stop() {
      stopper.abort();
      await done;
      return { answered, failures };
    },
  };
}
