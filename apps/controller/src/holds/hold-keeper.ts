import type { HoldRepository } from '@twotwenty/database/repositories/hold.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';

/** How late a hold may begin or end at most, when all is well. */
const KEEP_PAUSE_MS = 2000;
/** How often all monitors are looked at although the same windows are open. */
const REVIEW_MS = 30_000;

/**
 * Begins and ends the holds that follow the clock. What should be is read from the database every time, so that any
 * number of keepers may work side by side, and one that was away makes good what it missed.
 */
export class HoldKeeper {
  /** The windows for which every monitor was found as it should be, and when. For speed alone. */
  private reviewed: { readonly signature: string; readonly atMs: number } | null = null;

  /** @param nowMs a clock that only goes forward, in milliseconds */
  constructor(
    private readonly holds: Pick<
      HoldRepository,
      'isAnythingToKeep' | 'openWindows' | 'endSuspensions' | 'alignMaintenance'
    >,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /**
   * Brings every monitor in line. While windows are open all monitors are read only when others are open than before, and
   * now and then.
   * @returns how many monitors changed
   */
  async keep(): Promise<number> {
    if (!(await this.holds.isAnythingToKeep())) return 0;
    const windows = await this.holds.openWindows();
    const ended = await this.holds.endSuspensions(windows.now);
    if (this.isReviewed(windows.signature)) return ended;
    const startedMs = this.nowMs();
    const changed = await this.holds.alignMaintenance(windows);
    this.reviewed = changed === 0 ? { signature: windows.signature, atMs: startedMs } : null;
    return ended + changed;
  }

  private isReviewed(signature: string): boolean {
    // Without open windows an index knows what is left.
    if (signature === '' || this.reviewed === null) return false;
    return this.reviewed.signature === signature && this.nowMs() - this.reviewed.atMs < REVIEW_MS;
  }
}

/** Keeps holds in line until it is stopped. */
export function startHoldKeeper(holds: HoldRepository, logger: Logger): Periodic {
  const keeper = new HoldKeeper(holds);
  return repeat(logger, 'keeping holds', async () => {
    const changed = await keeper.keep();
    if (changed > 0) logger.info({ monitors: changed }, 'holds began or ended');
    return changed > 0 ? 0 : KEEP_PAUSE_MS;
  });
}
