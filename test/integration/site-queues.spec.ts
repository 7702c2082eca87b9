import type { QueueLocation } from '@twotwenty/config/stores';
import { resultsQueue } from '@twotwenty/contracts/queues';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import type { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { startEvaluator, type RunningEvaluator } from '@twotwenty/evaluator/evaluator';
import { createLogger } from '@twotwenty/observability/logger';
import { migrateQueue } from '@twotwenty/queue/migrate';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportOn } from '../support/decisions.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';

const logger = createLogger('test', 'fatal');
const SITES = Array.from({ length: 6 }, (_, index) => `site-${index}`);

/** A database in which decisions take as long as the test wants. */
function createDecisions() {
  const underWay: (() => void)[] = [];
  const decided: number[] = [];
  let isOpen = false;
  let most = 0;
  const decisions: Pick<DecisionRepository, 'decideFor' | 'decideExpired'> = {
    async decideFor(keys, work) {
      if (!isOpen) {
        await new Promise<void>((resolve) => {
          underWay.push(resolve);
          most = Math.max(most, underWay.length);
        });
      }
      decided.push(...keys);
      return work([]);
    },
    decideExpired: (_limit, work) => Promise.resolve(work([])),
  };
  return {
    decisions,
    underWay,
    decided,
    most: () => most,
    open() {
      isOpen = true;
      for (const end of underWay.splice(0)) end();
    },
  };
}

describe.each(['redis', 'postgres'] as const)('the results of many sites, their queues on %s', (backend) => {
  let database: MigratedDatabase;
  let sites: SiteRepository;
  let redis: RedisServer | undefined;
  let queues: QueueSystem;
  let evaluator: RunningEvaluator;
  let decisions: ReturnType<typeof createDecisions>;

  beforeEach(async () => {
    database = await createMigratedDatabase('site_queues');
    sites = new SiteRepository(database.dataSource);
    let location: QueueLocation = { backend: 'postgres', url: database.url };
    if (backend === 'redis') {
      redis = await startRedis();
      location = { backend: 'redis', url: redis.url };
    }
    await migrateQueue(location);
    queues = openQueues(location, { onError: () => undefined, onFailure: () => undefined });
    decisions = createDecisions();
    evaluator = await startEvaluator({
      queues,
      siteNames: () => sites.names(),
      decisions: decisions.decisions,
      probeChecks: new ProbeCheckRepository(database.dataSource),
      partitions: new PartitionRepository(database.dataSource),
      deliveries: new DeliveryRepository(database.dataSource),
      audit: new AuditRepository(database.dataSource),
      retentionDays: 90,
      logger,
    });
  });
  afterEach(async () => {
    decisions.open();
    await evaluator.stop();
    await queues.close();
    await redis?.stop();
    redis = undefined;
    await database.drop();
  });

  async function report(site: string, monitorKey: number): Promise<void> {
    const test = { monitorKey, testNumber: 1 } as Parameters<typeof reportOn>[0];
    await queues.send(resultsQueue(site), [{ reports: [reportOn(test, true)] }]);
  }

  it('are decided four at a time in all, and those of sites added meanwhile too', async () => {
    for (const name of SITES) await sites.insert({ name, description: null });
    for (const [index, name] of SITES.entries()) {
      for (let each = 0; each < 4; each += 1) await report(name, 10 * (index + 1) + each);
    }
    await waitFor(async () => (await activeOf(SITES)) >= 2 * SITES.length, { what: 'all sites', timeoutMs: 40_000 });
    // A job is active before its decision is.
    await waitFor(() => decisions.underWay.length >= 4, { what: 'decisions under way' });
    expect(decisions.underWay).toHaveLength(4);
    decisions.open();
    await waitFor(() => decisions.decided.length === 4 * SITES.length, { what: 'all results', timeoutMs: 40_000 });
    expect(decisions.most()).toBe(4);
  });

  it('are not taken any more once their site is removed, and again when it is added again', async () => {
    decisions.open();
    await sites.insert({ name: 'paris', description: null });
    await report('paris', 1);
    await waitFor(() => decisions.decided.includes(1), { what: 'the site', timeoutMs: 40_000 });
    await sites.delete('paris');
    await sites.insert({ name: 'berlin', description: null });
    await report('berlin', 2);
    // Sites are looked at together: who hears the one has taken leave of the other.
    await waitFor(() => decisions.decided.includes(2), { what: 'the next site', timeoutMs: 40_000 });
    await report('paris', 3);
    await report('berlin', 4);
    await waitFor(() => decisions.decided.includes(4), { what: 'what came later', timeoutMs: 40_000 });
    expect(await queues.counts(resultsQueue('paris'))).toMatchObject({ waiting: 1, active: 0 });
    await sites.insert({ name: 'paris', description: null });
    await waitFor(() => decisions.decided.includes(3), { what: 'the site that is back', timeoutMs: 40_000 });
  });

  async function activeOf(names: readonly string[]): Promise<number> {
    const counts = await Promise.all(names.map((name) => queues.counts(resultsQueue(name))));
    return counts.reduce((sum, { active = 0 }) => sum + active, 0);
  }
});
