import { createDataSource } from '@twotwenty/database/data-source';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { createTestDatabase } from '@twotwenty/testing/postgres';
import { inject } from 'vitest';

export type DataSource = ReturnType<typeof createDataSource>;

/** A database of a test's own with all migrations, partitions for today and tomorrow, and a connection to it. */
export interface MigratedDatabase {
  readonly url: string;
  readonly dataSource: DataSource;
  drop(): Promise<void>;
}

export async function createMigratedDatabase(name: string): Promise<MigratedDatabase> {
  const database = await createTestDatabase({ name, template: inject('migratedTemplate') });
  const dataSource = createDataSource({ url: database.url, applicationName: 'test', poolSize: 10 });
  await dataSource.initialize();
  await new PartitionRepository(dataSource).ensure(1);
  return {
    url: database.url,
    dataSource,
    async drop() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
