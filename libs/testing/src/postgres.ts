import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { waitFor } from './wait-for.js';

/** A database of one test's own. */
export interface TestDatabase {
  url: string;
  name: string;
  /** Deletes it, cutting off whoever is connected. */
  drop(): Promise<void>;
}

/** What to make, and where. */
export interface TestDatabaseOptions {
  /** Start of the name, to tell databases apart in logs; `test` by default. */
  name?: string;
  /** Copy this database (which nobody may be connected to) instead of making an empty one. */
  template?: string;
  /** The cluster; by default the one that Vitest's global setup started (`inject('postgresUrl')`). */
  serverUrl?: string;
}

/** Makes a database of a unique name on the test cluster; empty, or a copy of a template. */
export async function createTestDatabase(options: string | TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { name = 'test', template = 'template0', ...rest } = typeof options === 'string' ? { name: options } : options;
  const serverUrl = rest.serverUrl ?? (await providedUrl());
  const unique = `${name.toLowerCase().replace(/\W+/g, '_').slice(0, 40)}_${randomBytes(6).toString('hex')}`;
  await createFrom(serverUrl, unique, template);
  const url = new URL(serverUrl);
  url.pathname = `/${unique}`;
  return {
    url: url.href,
    name: unique,
    drop: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(unique)} WITH (FORCE)`),
  };
}

/** Waits while somebody is connected to the template, since Postgres refuses to copy it then; other failures are thrown. */
async function createFrom(serverUrl: string, name: string, template: string): Promise<void> {
  const statement = `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`;
  const outcome = await waitFor(
    async () => {
      const failure = await failureOf(onServer(serverUrl, statement));
      return failure?.code === objectInUse ? false : { failure };
    },
    { what: `database ${template} to be free of connections, to copy it`, timeoutMs: 30_000, intervalMs: 100 },
  );
  if (outcome.failure !== undefined) throw outcome.failure;
}

const objectInUse = '55006';

async function failureOf(work: Promise<void>): Promise<(Error & { code?: string }) | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Vitest is loaded here alone, so that benchmarks may use this module outside of it. */
async function providedUrl(): Promise<string> {
  const { inject } = await import('vitest');
  const url: unknown = inject('postgresUrl' as never);
  if (typeof url !== 'string') throw new Error('No test cluster: the project lacks test/setup/global-setup.ts');
  return url;
}
