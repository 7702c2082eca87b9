import type { AuditEntry, AuditQuery, NewAuditEntry } from '@twotwenty/contracts/audit';
import { LessThan, type DataSource, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { AuditEntity } from '../entities/audit.entity.js';
import { slice, type Slice } from './page.js';

export type AuditFilter = Omit<AuditQuery, 'limit' | 'cursor'>;

/** Who did what to what, as it is read. It is written by `writeAudit`, with the change itself. */
export class AuditRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Entries that match everything that is given, newest first. @param before the id before which the page begins */
  async list(limit: number, before: string | null, filter: AuditFilter): Promise<Slice<AuditEntry, string>> {
    const where: FindOptionsWhere<AuditEntity> = {};
    if (before !== null) where.id = LessThan(before);
    if (filter.subjectType !== undefined) where.subjectType = filter.subjectType;
    if (filter.subjectId !== undefined) where.subjectId = filter.subjectId;
    if (filter.actor !== undefined) where.actor = filter.actor;
    if (filter.action !== undefined) where.action = filter.action;
    const rows = await this.dataSource
      .getRepository(AuditEntity)
      .find({ where, order: { id: 'DESC' }, take: limit + 1 });
    return slice(rows, limit, (row) => row.id, toEntry);
  }

  /**
   * Deletes what is older than two years, a batch of the oldest entries.
   * @returns how many; `limit` of them means that there may be more
   */
  async deleteOld(limit: number): Promise<number> {
    const [, deleted] = await this.dataSource.query<[unknown[], number]>(
      `DELETE FROM audit WHERE id IN (
         SELECT id FROM audit WHERE at < now() - interval '2 years' ORDER BY at LIMIT $1)`,
      [limit],
    );
    return deleted;
  }
}

/** Writes an entry down in the transaction of the change it tells of, so that there is never one without the other. */
export async function writeAudit(manager: EntityManager, entry: NewAuditEntry): Promise<void> {
  await manager.query(
    `INSERT INTO audit (actor, action, subject_type, subject_id, subject_name, details) VALUES ($1, $2, $3, $4, $5, $6)`,
    [entry.actor, entry.action, entry.subjectType, entry.subjectId, entry.subjectName, entry.details],
  );
}

function toEntry({ at, ...row }: AuditEntity): AuditEntry {
  return { ...row, at: at.toISOString() };
}
