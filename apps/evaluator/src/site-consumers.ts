import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { Consumer } from '@twotwenty/queue/queue-system';

const LOOK_PAUSE_MS = 2000;

export interface SiteConsumersDependencies {
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  /** Begins to consume a queue of a site; may take for ever while the queue is away. */
  readonly consume: (site: string) => Promise<Consumer>;
  readonly logger: Logger;
}

/**
 * One consumer for each site that stands in the database. It looks every two seconds: a site that was added is heard, and the
 * consumer of one that was removed is closed. While the database is away all stays as it is.
 */
export class SiteConsumers {
  /** Null: being opened. */
  private readonly consumers = new Map<string, Consumer | null>();
  private loop: Periodic | undefined;

  constructor(private readonly dependencies: SiteConsumersDependencies) {}

  /** The sites that are consumed, or about to be. */
  get sites(): readonly string[] {
    return [...this.consumers.keys()];
  }

  /** Begins. @returns when all sites that are known now are consumed */
  async start(): Promise<void> {
    const { logger } = this.dependencies;
    try {
      await Promise.all(this.follow(await this.dependencies.siteNames()));
    } catch (error) {
      logger.error({ err: error }, 'the sites are not known yet: their queues are consumed once they are');
    }
    this.loop = repeat(logger, 'looking for sites', async () => {
      void Promise.all(this.follow(await this.dependencies.siteNames()));
      return LOOK_PAUSE_MS;
    });
  }

  /** Closes all consumers; resolves when their handlers under way have ended. */
  async stop(): Promise<void> {
    await this.loop?.stop();
    const consumers = [...this.consumers];
    this.consumers.clear();
    await Promise.all(consumers.map(([site, consumer]) => this.close(site, consumer)));
  }

  /** @returns the openings that were begun; they never reject */
  private follow(siteNames: readonly string[]): Promise<void>[] {
    const names = new Set(siteNames);
    for (const [site, consumer] of this.consumers) {
      if (names.has(site)) continue;
      this.consumers.delete(site);
      void this.close(site, consumer);
    }
    const added = [...names].filter((site) => !this.consumers.has(site));
    return added.map((site) => this.open(site));
  }

  private async open(site: string): Promise<void> {
    const { consume, logger } = this.dependencies;
    this.consumers.set(site, null);
    try {
      const consumer = await consume(site);
      // Meanwhile the site may have been removed, or all of this stopped.
      if (this.consumers.get(site) === null) this.consumers.set(site, consumer);
      else await this.close(site, consumer);
    } catch (error) {
      logger.error({ err: error, site }, 'a queue of a site could not be consumed: it is tried again');
      if (this.consumers.get(site) === null) this.consumers.delete(site);
    }
  }

  private async close(site: string, consumer: Consumer | null): Promise<void> {
    try {
      await consumer?.close();
    } catch (error) {
      this.dependencies.logger.warn({ err: error, site }, 'the consumer of a site did not close well');
    }
  }
}
