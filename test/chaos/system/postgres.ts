import { waitFor } from '@twotwenty/testing/wait-for';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../scripts/lib/embedded-postgres.mjs';

const ANSWER_LIMIT_MS = 5000;
const BACK_LIMIT_MS = 120_000;

/** The embedded Postgres, with the settings that it has in production. Its launcher starts it again when it dies. */
export interface ChaosPostgres {
  readonly url: string;
  /** Of each query a connection of its own: the server may be restarted in between. @throws while it is away */
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Has it end without a word, as a power failure would: what was not committed is lost. */
  crash(): void;
  /** Resolves when it takes writes. */
  untilBack(): Promise<void>;
  stop(): Promise<void>;
}

/** @param dataDir may be a file system of its own */
export async function startChaosPostgres(dataDir: string): Promise<ChaosPostgres> {
  const server = await startEmbeddedPostgres({
    dataDir,
    // What a small disk can hold.
    settings: { max_wal_size: '64MB', max_connections: 100 },
  });
  const rows: ChaosPostgres['rows'] = async <Row extends object>(text: string, values: readonly unknown[] = []) => {
    const client = new pg.Client({
      connectionString: server.url,
      connectionTimeoutMillis: ANSWER_LIMIT_MS,
      application_name: 'chaos',
    });
    // A connection that is cut is told of by the query.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  return {
    url: server.url,
    rows,
    crash() {
      const [pid] = readFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8').split('\n');
      // SIGQUIT is Postgres' immediate shutdown.
      process.kill(Number(pid), 'SIGQUIT');
    },
    async untilBack() {
      const write = async (): Promise<boolean> => {
        await rows('CREATE TABLE IF NOT EXISTS chaos_sign (at timestamptz)');
        await rows('INSERT INTO chaos_sign VALUES (now())');
        return true;
      };
      await waitFor(write, { what: 'Postgres to take writes', timeoutMs: BACK_LIMIT_MS, intervalMs: 100 });
    },
    stop: () => server.stop(),
  };
}
