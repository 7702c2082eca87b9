import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';

const names = new Map<string, string>();

/**
 * Runs a statement of the hot path, which Postgres parses and plans once for each connection, not once for each batch.
 * TypeORM has no way to name a statement.
 * @param manager of a transaction, or of a data source: then with a connection for this statement alone
 * @param statement a constant: what was prepared stays so until the connection is closed
 * @returns the rows that it returns
 */
export async function queryPrepared<R extends object>(
  manager: EntityManager,
  statement: string,
  parameters: readonly unknown[],
): Promise<R[]> {
  if (manager.queryRunner !== undefined) return runPrepared(manager.queryRunner, statement, parameters);
  const queryRunner = manager.dataSource.createQueryRunner();
  try {
    return await runPrepared(queryRunner, statement, parameters);
  } finally {
    await queryRunner.release();
  }
}

async function runPrepared<R extends object>(
  queryRunner: QueryRunner,
  statement: string,
  parameters: readonly unknown[],
): Promise<R[]> {
  const client = (await queryRunner.connect()) as PoolClient;
  const { rows } = await client.query<R>({ name: nameOf(statement), text: statement, values: [...parameters] });
  return rows;
}

function nameOf(statement: string): string {
  let name = names.get(statement);
  if (name === undefined) names.set(statement, (name = `twotwenty_${names.size + 1}`));
  return name;
}
