import type { DataSource } from 'typeorm';
import { z } from 'zod';

const PARTITIONED_TABLES = ['probe_result', 'probe_detail'] as const;
const DAY_MS = 86_400_000;
const ADVISORY_LOCK = 220_001;

const nowSchema = z.tuple([z.object({ now: z.date() })]);
const namesSchema = z.array(z.object({ name: z.string() }));

/**
 * Makes and drops the daily partitions of the results. Days are UTC days of the database's clock.
 *
 * Each change is a transaction of its own with a short wait for its lock: behind a long reader it would otherwise wait, and
 * everybody who stores results would wait behind it. Without a partition results go to the default one, so a change
 * that fails may be tried again later.
 */
export class PartitionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Makes sure that today's partitions and those of the coming days exist. A day whose first results are in the default
   * partition already stays there.
   * @param daysAhead how many days after today
   * @throws the first error, after every partition was tried
   */
  async ensure(daysAhead: number): Promise<void> {
    const now = await this.now();
    const existing = new Set(await this.partitions());
    const errors: unknown[] = [];
    for (let day = 0; day <= daysAhead; day += 1) {
      for (const table of PARTITIONED_TABLES) {
        const atMs = now.getTime() + day * DAY_MS;
        if (existing.has(partitionName(table, atMs))) continue;
        await this.alter(createPartition(table, atMs)).catch((error: unknown) => {
          if (!isInDefault(error)) errors.push(error);
        });
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  /**
   * Drops the partitions that hold nothing younger than the retention.
   * @returns the names of the tables that were dropped
   */
  async dropOlderThan(retentionDays: number): Promise<string[]> {
    const limit = dayStamp((await this.now()).getTime() - retentionDays * DAY_MS);
    const old = (await this.partitions()).filter((name) => /_\d{8}$/.test(name) && name.slice(-8) < limit);
    for (const name of old) await this.alter(`DROP TABLE IF EXISTS "${name}"`);
    for (const table of PARTITIONED_TABLES) {
      await this.dataSource.query(`DELETE FROM ${table}_default WHERE at < $1::date`, [limit]);
    }
    return old;
  }

  private async now(): Promise<Date> {
    const [{ now }] = nowSchema.parse(await this.dataSource.query('SELECT now() AS now'));
    return now;
  }

  private async partitions(): Promise<string[]> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT child.relname AS name FROM pg_inherits
       JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
       WHERE parent.relname = ANY($1) ORDER BY child.relname`,
      [PARTITIONED_TABLES],
    );
    return namesSchema.parse(rows).map((row) => row.name);
  }

  private async alter(statement: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL lock_timeout = '1s'`);
      // Two processes that make the same partition would trip over each other.
      await manager.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
      await manager.query(statement);
    });
  }
}

/** check_violation: the default partition has rows that belong to the new one. */
function isInDefault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23514';
}

function createPartition(table: string, atMs: number): string {
  const from = new Date(Math.floor(atMs / DAY_MS) * DAY_MS);
  const to = new Date(from.getTime() + DAY_MS);
  return `CREATE TABLE IF NOT EXISTS ${partitionName(table, atMs)} PARTITION OF ${table}
    FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`;
}

function partitionName(table: string, atMs: number): string {
  return `${table}_${dayStamp(atMs)}`;
}

/** 20261122 for any instant of that UTC day. */
function dayStamp(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '');
}
