import pg from 'pg';
import { migrations } from './migrations/index.js';

/** SQLSTATE undefined_table. */
const NO_SUCH_TABLE = '42P01';

/** What can be seen of a database from outside, without changing it. */
export interface DatabaseInspection {
  /** Such as `18.4`. */
  readonly version: string;
  /** How far its clock is ahead of this machine's, in milliseconds; negative when it is behind. */
  readonly clockAheadMs: number;
  /** Migrations of this version of the product that were not made yet. */
  readonly missingMigrations: readonly string[];
  /** Migrations that were made and are not known to this version: the database is of a newer one. */
  readonly unknownMigrations: readonly string[];
}

/**
 * Looks at a database.
 * @param url postgres://user:password@host:port/database
 * @param limitMs for connecting, and for each question
 * @throws when it can't be reached or refuses us
 */
export async function inspectDatabase(url: string, limitMs: number): Promise<DatabaseInspection> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'twotwenty doctor',
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
  });
  // A connection that breaks between two questions fails the next one.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const askedAtMs = Date.now();
    const { rows } = await client.query<{ now: Date; version: string }>(
      `SELECT clock_timestamp() AS now, current_setting('server_version') AS version`,
    );
    const halfwayMs = (askedAtMs + Date.now()) / 2;
    const made = await madeMigrations(client);
    const known = migrations.map(({ name }) => name);
    return {
      version: rows[0]?.version.split(' ')[0] ?? 'unknown',
      clockAheadMs: Math.round((rows[0]?.now.getTime() ?? halfwayMs) - halfwayMs),
      missingMigrations: known.filter((name) => !made.includes(name)),
      unknownMigrations: made.filter((name) => !known.includes(name)),
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function madeMigrations(client: pg.Client): Promise<string[]> {
  try {
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    return rows.map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NO_SUCH_TABLE) return [];
    throw error;
  }
}
