import { workersQueue } from '@twotwenty/contracts/queues';
import type { WorkerBeat } from '@twotwenty/contracts/worker';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { SiteWatchRepository } from '@twotwenty/database/repositories/site-watch.repository';
import { createSiteNoticePlanner } from '@twotwenty/evaluator/notices/site-notice-planner';
import { SiteWatch, type SiteWatchDependencies } from '@twotwenty/evaluator/site-watch';
import { createLogger } from '@twotwenty/observability/logger';
import { randomUUID } from 'node:crypto';
import type { DataSource } from './migrated-database.js';

/** A queue in which no beat waits. */
export const NOTHING_WAITS: SiteWatchDependencies['queues'] = {
  counts: () => Promise.resolve({}),
  lastSetAside: () => Promise.resolve(null),
};

/** Evaluators that watch the sites of a database by one clock, which the test sets. */
export class Watchers {
  private readonly sites: SiteWatchDependencies['sites'];
  private readonly siteNames: SiteWatchDependencies['siteNames'];

  /** @param clock by which they look */
  constructor(
    dataSource: DataSource,
    readonly clock: { now: Date },
  ) {
    const planner = createSiteNoticePlanner({
      timeZone: 'UTC',
      publicUrl: 'https://monitor.example.com',
      newId: randomUUID,
    });
    const repository = new SiteWatchRepository(dataSource, planner);
    this.siteNames = () => new SiteRepository(dataSource).names();
    this.sites = {
      now: () => Promise.resolve(this.clock.now),
      judge: (asOf, judge) => repository.judge(asOf, judge),
    };
  }

  /** One more evaluator. */
  start(queues: SiteWatchDependencies['queues'] = NOTHING_WAITS): SiteWatch {
    return new SiteWatch({
      queues,
      siteNames: this.siteNames,
      sites: this.sites,
      logger: createLogger('test', 'fatal'),
    });
  }

  /** Lets time pass, with a look of every watcher at once at least every 15 s. */
  async pass(seconds: number, ...watches: readonly SiteWatch[]): Promise<void> {
    for (let left = seconds; left > 0; left -= 15) {
      this.clock.now = new Date(this.clock.now.getTime() + Math.min(left, 15) * 1000);
      await Promise.all(watches.map((watch) => watch.look()));
    }
  }
}

/** The clock of a database, from which a test goes on. */
export async function databaseClock(dataSource: DataSource): Promise<{ now: Date }> {
  const [row] = await dataSource.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  if (row === undefined) throw new Error('the database told no time');
  return row;
}

/** What a worker says of itself. */
export function beatOf(fields: Partial<WorkerBeat> = {}): WorkerBeat {
  return workersQueue('default').envelope.parse({
    id: randomUUID(),
    hostname: 'probe1',
    version: '0.1.0',
    startedAt: '2026-01-01T00:00:00.000Z',
    stopping: false,
    sessions: 3,
    maxSessions: 500,
    selfCheck: null,
    sequence: 1,
    ...fields,
  });
}
