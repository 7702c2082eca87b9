import type { DataSource } from './migrated-database.js';

/** Changes what is known of a monitor. @param assignments SQL, such as `status = 'down'` */
export async function setState(dataSource: DataSource, monitorId: string, assignments: string): Promise<void> {
  await dataSource.query(
    `UPDATE monitor_state SET ${assignments} WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
    [monitorId],
  );
}

/** What is known of a monitor, by the names of the columns. */
export async function stateRow(dataSource: DataSource, monitorId: string): Promise<Record<string, unknown>> {
  const [row] = await dataSource.query<Record<string, unknown>[]>(
    'SELECT * FROM monitor_state WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)',
    [monitorId],
  );
  return row ?? {};
}
