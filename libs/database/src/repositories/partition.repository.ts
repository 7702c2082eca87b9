import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';

const PARTITIONED_TABLES = ['probe_result', 'probe_detail'] as const;
const DAY_MS = 86_400_000;
/** Taken while partitions are made or dropped, so that two processes don't trip over each other. */
const ADVISORY_LOCK = 220_001;

const nowSchema = z.tuple([z.object({ now: z.date() })]);
const namesSchema = z.array(z.object({ name: z.string() }));

/** Makes and drops the daily partitions of the results. Days are UTC days of the database's clock. */
export class PartitionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Makes sure that today's partitions and those of the coming days exist.
   * @param daysAhead how many days after today
   */
  async ensure(daysAhead: number): Promise<void> {
    await this.locked(async (manager) => {
      const [{ now }] = nowSchema.parse(await manager.query('SELECT now() AS now'));
      for (let day = 0; day <= daysAhead; day += 1) {
        for (const table of PARTITIONED_TABLES)
          await manager.query(createPartition(table, now.getTime() + day * DAY_MS));
      }
    });
  }

  /**
   * Drops the partitions that hold nothing younger than the retention.
   * @returns the names of the tables that were dropped
   */
  async dropOlderThan(retentionDays: number): Promise<string[]> {
    return this.locked(async (manager) => {
      const [{ now }] = nowSchema.parse(await manager.query('SELECT now() AS now'));
      const limit = dayStamp(now.getTime() - retentionDays * DAY_MS);
      const children = namesSchema.parse(
        await manager.query(
          `SELECT child.relname AS name FROM pg_inherits
           JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
           WHERE parent.relname = ANY($1) ORDER BY child.relname`,
          [PARTITIONED_TABLES],
        ),
      );
      const old = children.map((child) => child.name).filter((name) => /_\d{8}$/.test(name) && name.slice(-8) < limit);
      for (const name of old) await manager.query(`DROP TABLE "${name}"`);
      return old;
    });
  }

  private locked<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
      return work(manager);
    });
  }
}

function createPartition(table: string, atMs: number): string {
  const from = new Date(Math.floor(atMs / DAY_MS) * DAY_MS);
  const to = new Date(from.getTime() + DAY_MS);
  return `CREATE TABLE IF NOT EXISTS ${table}_${dayStamp(from.getTime())} PARTITION OF ${table}
    FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`;
}

/** 20261122 for any instant of that UTC day. */
function dayStamp(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '');
}
