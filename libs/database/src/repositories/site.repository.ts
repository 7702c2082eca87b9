import {
  MAX_WORKERS_OF_LISTED_SITE,
  MAX_WORKERS_OF_SITE,
  type SiteEvent,
  type SiteInput,
} from '@twotwenty/contracts/site';
import { LessThan, type DataSource, type EntityManager } from 'typeorm';
import { SiteEventEntity } from '../entities/site-event.entity.js';
import { SiteEntity } from '../entities/site.entity.js';
import { slice, type Slice } from './page.js';
import { queryPrepared } from './prepared.js';
import { selectSites, toStoredSite, type SiteRow, type StoredSite } from './site-view.js';
import { isUniqueViolation, StorageError } from './storage-error.js';

/** Asked all the time. */
const SELECT_NAMES = 'SELECT name FROM site ORDER BY name';

/** The places from which is probed. */
export class SiteRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Sites by name, with their workers. @param after the name after which the page begins */
  async list(limit: number, after: string | null): Promise<Slice<StoredSite, string>> {
    const rows = await this.dataSource.query<SiteRow[]>(selectSites(`name > $3`), [
      limit + 1,
      MAX_WORKERS_OF_LISTED_SITE,
      after ?? '',
    ]);
    return slice(rows, limit, (row) => row.name, toStoredSite);
  }

  /** @throws StorageError `not-found` */
  async get(name: string): Promise<StoredSite> {
    const [row] = await this.dataSource.query<SiteRow[]>(selectSites('name = $3'), [1, MAX_WORKERS_OF_SITE, name]);
    if (row === undefined) throw unknownSite(name);
    return toStoredSite(row);
  }

  /**
   * What happened to a site, newest first.
   * @param before the id of the last event of the page before
   * @throws StorageError `not-found`
   */
  async events(name: string, limit: number, before: string | null): Promise<Slice<SiteEvent, string>> {
    const site = await this.dataSource.getRepository(SiteEntity).findOneBy({ name });
    if (site === null) throw unknownSite(name);
    const rows = await this.dataSource.getRepository(SiteEventEntity).find({
      where: { siteKey: site.key, ...(before === null ? {} : { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return slice(rows, limit, (row) => row.id, toSiteEvent);
  }

  /** The names of all sites. */
  async names(): Promise<string[]> {
    const rows = await queryPrepared<{ name: string }>(this.dataSource.manager, SELECT_NAMES, []);
    return rows.map((row) => row.name);
  }

  /** @throws StorageError `already-exists` */
  async insert(input: SiteInput): Promise<void> {
    const sites = this.dataSource.getRepository(SiteEntity);
    try {
      await sites.save(sites.create(input));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new StorageError('already-exists', `There is a site ${input.name} already.`, [
        { field: 'name', message: 'is that of another site already: choose another name' },
      ]);
    }
  }

  /** Removes a site nobody uses. @throws StorageError `not-found`, `in-use` */
  async delete(name: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // All of them: two deletions at once must not remove the last two sites. Monitors that are being written hold a
      // share lock on the sites they name, so that none can begin to use this one meanwhile.
      const sites = await manager.find(SiteEntity, { order: { key: 'ASC' }, lock: { mode: 'pessimistic_write' } });
      const site = sites.find((candidate) => candidate.name === name);
      if (site === undefined) throw unknownSite(name);
      if (sites.length === 1) throw new StorageError('in-use', 'The last site can not be removed.');
      await refuseWhileUsed(manager, name);
      await manager.delete(SiteEntity, { key: site.key });
    });
  }
}

async function refuseWhileUsed(manager: EntityManager, name: string): Promise<void> {
  const [row] = await manager.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM monitor WHERE sites @> ARRAY[$1] OR confirm_from = $1',
    [name],
  );
  const count = row?.count ?? 0;
  if (count > 0)
    throw new StorageError('in-use', `The site ${name} is used by ${count} monitor${count === 1 ? '' : 's'}.`);
}

function unknownSite(name: string): StorageError {
  return new StorageError('not-found', `There is no site ${name}.`);
}

function toSiteEvent({ id, at, type, incidentId, reason }: SiteEventEntity): SiteEvent {
  return { id, at: at.toISOString(), type, incidentId, reason };
}
