import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { DemoServer } from './demo-server.js';

/** How long a server is there and then away, over and over. */
export interface Cycle {
  readonly upMs: number;
  readonly awayMs: number;
}

/**
 * Lets a server come and go until stopped, beginning with its coming.
 * @returns the running cycle; stopping it leaves the server as it is at that moment
 */
export function startOutages(server: DemoServer, cycle: Cycle, logger: Logger): Periodic {
  let isThere = false;
  // An opening that fails (another program took the port meanwhile) is tried again by the loop.
  return repeat(logger, 'the return of the server that comes and goes', async () => {
    if (isThere) await server.close();
    else await server.open();
    isThere = !isThere;
    logger.info({ port: server.port }, `the server that comes and goes ${isThere ? 'is there' : 'goes away'}`);
    return isThere ? cycle.upMs : cycle.awayMs;
  });
}
