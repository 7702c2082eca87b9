import { LookoutRepository } from '@twotwenty/database/repositories/lookout.repository';
import { startLookout, type LookoutDependencies } from '@twotwenty/evaluator/lookout';
import { createLogger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
import type { DataSource } from './migrated-database.js';

/** Looks for work for parts of an evaluator that run in this process; what else there is waits. */
export function lookOutFor(dataSource: DataSource, loops: Partial<LookoutDependencies['loops']>): Periodic {
  const none = { wake: () => undefined };
  return startLookout({
    database: new LookoutRepository(dataSource),
    loops: { deliveries: none, repairs: none, checks: none, leases: none, ...loops },
    logger: createLogger('test', 'fatal'),
  });
}
