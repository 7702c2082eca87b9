import { Inject, Injectable } from '@nestjs/common';
import type { Page, PageQuery } from '@twotwenty/contracts/http';
import { probeQueue } from '@twotwenty/contracts/queues';
import type { Site, SiteInput } from '@twotwenty/contracts/site';
import type { StoredSite } from '@twotwenty/database/repositories/site-view';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { LOGGER, QUEUES, type QueuePort } from '../dependencies.js';
import { nameCursor, readCursor, toPage } from '../http/cursor.js';

const NO_ANSWER = 'the queue does not answer';

/** The sites, with what the database and the queue know of each. */
@Injectable()
export class SitesService {
  constructor(
    private readonly sites: SiteRepository,
    @Inject(QUEUES) private readonly queues: QueuePort,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async list(query: PageQuery): Promise<Page<Site>> {
    const { items, nextCursor } = toPage(await this.sites.list(query.limit, readCursor(nameCursor, query.cursor)));
    return { items: await this.withBacklog(items), nextCursor };
  }

  /** @throws StorageError `not-found` */
  async get(name: string): Promise<Site> {
    const stored = await this.sites.get(name);
    const [site] = await this.withBacklog([stored]);
    if (site === undefined) throw new Error(`the site ${name} got lost on the way`);
    return site;
  }

  /** @throws StorageError `already-exists` */
  async create(input: SiteInput): Promise<Site> {
    await this.sites.insert(input);
    return this.get(input.name);
  }

  /** One question for all of them; a queue that is away hides nothing else. */
  private async withBacklog(sites: readonly StoredSite[]): Promise<Site[]> {
    try {
      const waiting = await this.queues.waiting(sites.map(({ name }) => probeQueue(name)));
      return sites.map((site, index) => ({ ...site, backlog: waiting[index] ?? 0, backlogProblem: null }));
    } catch (error) {
      this.logger.debug({ err: error }, 'the backlog of the sites is not known');
      return sites.map((site) => ({ ...site, backlog: null, backlogProblem: NO_ANSWER }));
    }
  }
}
