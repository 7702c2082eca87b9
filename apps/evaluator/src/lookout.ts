import type { LookoutRepository, Waiting } from '@twotwenty/database/repositories/lookout.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';

/** How late a notice, a repair, a look at a machine or the end of a lease is begun at most, when all is well. */
const PAUSE_MS = 1000;

export interface LookoutDependencies {
  readonly database: Pick<LookoutRepository, 'look'>;
  /** Each is woken when there is something for it. */
  readonly loops: Readonly<Record<keyof Waiting, Pick<WakeablePeriodic, 'wake'>>>;
  readonly logger: Logger;
}

/**
 * Looks for work, for all loops together: by itself each would ask the database all the time, nearly always in vain. It may be
 * woken by whoever knows that there is some.
 */
export function startLookout({ database, loops, logger }: LookoutDependencies): WakeablePeriodic {
  return repeat(logger, 'looking for work', async () => {
    const { deliveries, repairs, checks, leases } = await database.look();
    if (deliveries) loops.deliveries.wake();
    if (repairs) loops.repairs.wake();
    if (checks) loops.checks.wake();
    if (leases) loops.leases.wake();
    return PAUSE_MS;
  });
}
