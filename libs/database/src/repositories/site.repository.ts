import type { Site, SiteInput } from '@twotwenty/contracts/site';
import { MoreThan, type DataSource, type EntityManager } from 'typeorm';
import { SiteEntity } from '../entities/site.entity.js';
import { slice, type Slice } from './page.js';
import { isUniqueViolation, StorageError } from './storage-error.js';

/** The places from which is probed. */
export class SiteRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Sites by name. @param after the name after which the page begins */
  async list(limit: number, after: string | null): Promise<Slice<Site, string>> {
    const rows = await this.dataSource.getRepository(SiteEntity).find({
      ...(after === null ? {} : { where: { name: MoreThan(after) } }),
      order: { name: 'ASC' },
      take: limit + 1,
    });
    return slice(rows, limit, (row) => row.name, toSite);
  }

  /** @throws StorageError `not-found` */
  async get(name: string): Promise<Site> {
    const row = await this.dataSource.getRepository(SiteEntity).findOneBy({ name });
    if (row === null) throw unknownSite(name);
    return toSite(row);
  }

  /** The names of all sites. */
  async names(): Promise<string[]> {
    const rows = await this.dataSource
      .getRepository(SiteEntity)
      .find({ select: { name: true }, order: { name: 'ASC' } });
    return rows.map((row) => row.name);
  }

  /** @throws StorageError `already-exists` */
  async insert(input: SiteInput): Promise<Site> {
    const sites = this.dataSource.getRepository(SiteEntity);
    try {
      return toSite(await sites.save(sites.create(input)));
    } catch (error) {
      if (isUniqueViolation(error)) throw new StorageError('already-exists', `There is a site ${input.name} already.`);
      throw error;
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

function toSite(row: SiteEntity): Site {
  return { name: row.name, description: row.description, createdAt: row.createdAt.toISOString() };
}
