import type { ChangeRepository } from '@twotwenty/database/repositories/change.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';

const PAUSE_MS = 30_000;
const DELETED_AT_ONCE = 5000;

/** Forgets what live pages were told, until it is stopped. Any number of evaluators may do so side by side. */
export function startChangeCleaner(changes: Pick<ChangeRepository, 'deleteOld'>, logger: Logger): Periodic {
  return repeat(logger, 'forgetting old changes', async () => {
    return (await changes.deleteOld(DELETED_AT_ONCE)) === DELETED_AT_ONCE ? 0 : PAUSE_MS;
  });
}
