import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';

describe('the schema', () => {
  let database: MigratedDatabase;

  beforeAll(async () => {
    database = await createMigratedDatabase('schema');
  });
  afterAll(() => database.drop());

  async function partitions(): Promise<string[]> {
    const rows = await database.dataSource.query<{ name: string }[]>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'probe_result'::regclass ORDER BY 1`,
    );
    return rows.map((row) => row.name);
  }

  it('that the migrations make is the one the entities describe', async () => {
    const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('can be taken back and made again', async () => {
    const other = await createMigratedDatabase('schema_down');
    try {
      for (const _each of other.dataSource.migrations) await other.dataSource.undoLastMigration();
      const tables = await other.dataSource.query<unknown[]>(
        `SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migrations'`,
      );
      expect(tables).toEqual([]);
      await other.dataSource.runMigrations();
    } finally {
      await other.drop();
    }
  });

  it('gets its partitions ahead, also from several processes at once', async () => {
    const repository = new PartitionRepository(database.dataSource);
    const today = Date.now();
    await Promise.all([repository.ensure(3), repository.ensure(3), repository.ensure(3)]);
    const name = (ahead: number): string =>
      `probe_result_${new Date(today + ahead * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}`;
    expect(await partitions()).toEqual(expect.arrayContaining([0, 1, 2, 3].map(name)));
  });

  it('loses whole days past the retention, and no other', async () => {
    const repository = new PartitionRepository(database.dataSource);
    await database.dataSource.query(
      `CREATE TABLE probe_result_20200101 PARTITION OF probe_result FOR VALUES FROM ('2020-01-01Z') TO ('2020-01-02Z')`,
    );
    const before = await partitions();
    expect(before).toEqual(expect.arrayContaining(['probe_result_20200101', 'probe_result_default']));
    expect(await repository.dropOlderThan(90)).toEqual(['probe_result_20200101']);
    expect(await partitions()).toEqual(before.filter((name) => name !== 'probe_result_20200101'));
  });

  it('takes results of a day without a partition, and makes the other days all the same', async () => {
    const other = await createMigratedDatabase('schema_default');
    try {
      await other.dataSource.query(
        `INSERT INTO probe_result (monitor_key, test_number, at, total_ms, site_key, passed)
         VALUES (1, 1, now() + interval '3 days', 1, 1, true), (1, 2, '2020-01-01', 1, 1, true)`,
      );
      const repository = new PartitionRepository(other.dataSource);
      await repository.ensure(4);
      const names = await other.dataSource.query<{ name: string }[]>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'probe_result'::regclass`,
      );
      expect(names).toHaveLength(5);
      await repository.dropOlderThan(90);
      expect(await other.dataSource.query('SELECT test_number FROM probe_result')).toEqual([{ test_number: 1 }]);
    } finally {
      await other.drop();
    }
  });

  it('waits behind a long reader no longer than a second, so that nobody waits behind it', async () => {
    const reader = database.dataSource.createQueryRunner();
    await reader.startTransaction();
    try {
      await reader.query('SELECT count(*) FROM probe_result');
      await expect(new PartitionRepository(database.dataSource).ensure(9)).rejects.toThrow(/lock timeout/);
    } finally {
      await reader.rollbackTransaction();
      await reader.release();
    }
    await new PartitionRepository(database.dataSource).ensure(9);
  });
});
