import { createStopping } from '@twotwenty/actions/time-limit';
import type { RepairRepository } from '@twotwenty/database/repositories/repair.repository';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';
import { carryOut, type CarryOutDependencies } from './carry-out.js';

export interface RepairsDependencies extends CarryOutDependencies {
  readonly repairs: CarryOutDependencies['repairs'] & Pick<RepairRepository, 'take' | 'sweep'>;
}

/** Repairs carried out at once by one process. */
const MAX_UNDER_WAY = 8;
const LONGEST_SWEEP_PAUSE_MS = 5000;
/** How long a repair under way may go on when the process is to stop. */
const STOP_GRACE_MS = 5000;

/** Carries out repairs that are ready whenever it is woken, any number of processes side by side: Postgres says who does which. */
export function startRepairs(dependencies: RepairsDependencies): WakeablePeriodic {
  const { repairs, leaseMs, logger } = dependencies;
  const stopping = createStopping();
  const underWay = new Set<Promise<void>>();
  const sweeping = repeat(logger, 'looking for lost repairs', async () => {
    const lost = await repairs.sweep();
    if (lost > 0) logger.warn({ repairs: lost }, 'repairs of which nobody knows what became');
    return Math.min(LONGEST_SWEEP_PAUSE_MS, leaseMs / 2);
  });
  const loop = repeat(logger, 'looking for repairs', async () => {
    const taken = underWay.size < MAX_UNDER_WAY ? await repairs.take(MAX_UNDER_WAY - underWay.size, leaseMs) : [];
    for (const repair of taken) {
      const course = carryOut(dependencies, repair, stopping.signal)
        .catch((error: unknown) => logger.error({ err: error, runId: repair.id }, 'a repair was given up'))
        .finally(() => underWay.delete(course));
      underWay.add(course);
    }
    return taken.length > 0 ? 0 : Infinity;
  });
  return {
    wake: () => loop.wake(),
    async stop() {
      const timer = setTimeout(() => stopping.abort(new Error('the process stops')), STOP_GRACE_MS);
      await Promise.all([loop.stop(), sweeping.stop()]);
      await Promise.all(underWay);
      clearTimeout(timer);
    },
  };
}
