import { workersQueue } from '@twotwenty/contracts/queues';
import type { SiteWatchRepository } from '@twotwenty/database/repositories/site-watch.repository';
import type { SiteNoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import { hearOn, type Hearing } from '@twotwenty/domain/sites/hearing';
import { judgeSite } from '@twotwenty/domain/sites/judge-site';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { QueueSystem } from '@twotwenty/queue/queue-system';

const PAUSE_MS = 5000;

const SAID: Readonly<Record<SiteNoticeKind, string>> = {
  'site-lost': 'a site is lost',
  'site-back': 'a site is back',
  'site-suspect': 'a site is suspect: nearly everything fails there',
  'site-trusted': 'a site is trusted again',
};

export interface SiteWatchDependencies {
  readonly queues: Pick<QueueSystem, 'counts' | 'lastSetAside'>;
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  readonly sites: Pick<SiteWatchRepository, 'now' | 'judge'>;
  /** Called when there is something to tell, once it stands in the outbox. */
  readonly onNotices?: () => void;
  readonly logger: Logger;
}

/**
 * Finds out which sites are lost or suspect, and which are back or trusted again, until it is stopped. Any number may watch side by side; each trusts
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
  private readonly ears = new Map<string, Ear>();

  constructor(private readonly dependencies: SiteWatchDependencies) {}

  /** Looks once. @throws when the database is away */
  async look(): Promise<void> {
    const { sites, siteNames, onNotices, logger } = this.dependencies;
    // Before the queue is asked: what is judged is this moment, however long the rest takes.
    const now = await sites.now();
    const heard = new Map(
      await Promise.all((await siteNames()).map(async (site) => [site, await this.listen(site, now)] as const)),
    );
    const changes = await sites.judge(now, (site) => judgeSite(site, heard.get(site.name) ?? null, now));
    for (const { site, type, reason } of changes) {
      logger.warn({ site, reason }, SAID[type]);
    }
    if (changes.length > 0) onNotices?.();
  }

  private listen(site: string, now: Date): Promise<Hearing | null> {
    let ear = this.ears.get(site);
    if (ear === undefined) this.ears.set(site, (ear = new Ear(site, this.dependencies)));
    return ear.listen(now);
  }
}

/** Listens to one site: the trouble of another says nothing of its workers. */
class Ear {
  private hearing: Hearing | null = null;
  /** The beat that was set aside last; undefined until that is known. */
  private setAside: string | null | undefined;

  constructor(
    private readonly site: string,
    private readonly dependencies: SiteWatchDependencies,
  ) {}

  /** @returns what was heard without a gap up to now; null when not all is heard */
  async listen(now: Date): Promise<Hearing | null> {
    if (!(await this.allIsHeard())) return null;
    this.hearing = hearOn(this.hearing, now);
    return this.hearing;
  }

  /**
   * Whether all that workers have said was taken down. What is being worked on counts as unheard: an evaluator that can't write
   * it down holds it back.
   */
  private async allIsHeard(): Promise<boolean> {
    const { queues } = this.dependencies;
    const queue = workersQueue(this.site);
    try {
      const { waiting = 0, active = 0, delayed = 0 } = await queues.counts(queue);
      this.heedSetAside(await queues.lastSetAside(queue));
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
    const what = 'beats of workers are not understood, so silence says nothing: see the dead letters';
    this.dependencies.logger.warn({ site: this.site }, what);
  }
}
