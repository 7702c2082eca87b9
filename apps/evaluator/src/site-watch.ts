import { WORKERS_QUEUE } from '@twotwenty/contracts/queues';
import type { SiteWatchRepository } from '@twotwenty/database/repositories/site-watch.repository';
import { hearOn, type Hearing } from '@twotwenty/domain/sites/hearing';
import { judgeSite } from '@twotwenty/domain/sites/judge-site';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { QueueSystem } from '@twotwenty/queue/queue-system';

const PAUSE_MS = 5000;

export interface SiteWatchDependencies {
  readonly queues: Pick<QueueSystem, 'counts' | 'lastSetAside'>;
  readonly sites: Pick<SiteWatchRepository, 'now' | 'judge'>;
  readonly logger: Logger;
}

/**
 * Finds out which sites are lost, and which are back, until it is stopped. Any number may watch side by side; each trusts
 * silence only after it has itself seen for a whole lease, without a gap, that no beat was left unheard.
 */
export function startSiteWatch(dependencies: SiteWatchDependencies): Periodic {
  const watch = new SiteWatch(dependencies);
  return repeat(dependencies.logger, 'watching the sites', async () => {
    await watch.look();
    return PAUSE_MS;
  });
}

/** One process that watches. */
export class SiteWatch {
  private hearing: Hearing | null = null;
  /** The beat that was set aside last; undefined until that is known. */
  private setAside: string | null | undefined;

  constructor(private readonly dependencies: SiteWatchDependencies) {}

  /** Looks once. @throws when the database is away */
  async look(): Promise<void> {
    const { sites, logger } = this.dependencies;
    // Before the queue is asked: what is judged is this moment, however long the rest takes.
    const now = await sites.now();
    const isHeard = await this.allIsHeard();
    if (isHeard) this.hearing = hearOn(this.hearing, now);
    const hearing = isHeard ? this.hearing : null;
    for (const { site, type, reason } of await sites.judge(now, (watched) => judgeSite(watched, hearing, now))) {
      logger.warn({ site, reason }, type === 'site-lost' ? 'a site is lost' : 'a site is back');
    }
  }

  /**
   * Whether all that workers have said was taken down. What is being worked on counts as unheard: an evaluator that can't write
   * it down holds it back.
   */
  private async allIsHeard(): Promise<boolean> {
    const { queues } = this.dependencies;
    try {
      const { waiting = 0, active = 0, delayed = 0 } = await queues.counts(WORKERS_QUEUE);
      this.heedSetAside(await queues.lastSetAside(WORKERS_QUEUE));
      return waiting + active + delayed === 0;
    } catch {
      return false;
    }
  }

  /** Whoever says what is not understood is not silent: a worker of a newer version than the evaluators, say. */
  private heedSetAside(last: string | null): void {
    const isKnown = this.setAside === undefined || last === null || last === this.setAside;
    this.setAside = last;
    if (isKnown) return;
    this.hearing = null;
    this.dependencies.logger.warn('beats of workers are not understood, so silence says nothing: see the dead letters');
  }
}
