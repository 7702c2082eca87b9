import { chmodSync } from 'node:fs';
import { removeTemporaryDirectory, temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { sharedRedis } from '@twotwenty/testing/redis-server';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../scripts/lib/embedded-postgres.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The test cluster; make a database of your own with `createTestDatabase` and leave this one alone. */
    postgresUrl: string;
    /** A Redis shared by all specs of the run; use a key prefix of your own, or `startRedis` for a private one. */
    redisUrl: string;
  }
}

interface Servers {
  postgresUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
}

/** Vitest loads this file once for each project that uses it; the servers are shared by all of them. */
const shared = globalThis as { twotwentyTestServers?: { servers: Promise<Servers>; users: number } };

/** Starts Postgres and Redis for the specs, or fails the run with what is missing. */
export async function setup({ provide }: TestProject): Promise<void> {
  const holder = (shared.twotwentyTestServers ??= { servers: startServers(), users: 0 });
  holder.users += 1;
  const { postgresUrl, redisUrl } = await holder.servers;
  provide('postgresUrl', postgresUrl);
  provide('redisUrl', redisUrl);
}

/** Stops them after the last project. */
export async function teardown(): Promise<void> {
  const holder = shared.twotwentyTestServers;
  if (holder === undefined) return;
  holder.users -= 1;
  if (holder.users > 0) return;
  delete shared.twotwentyTestServers;
  await (await holder.servers).stop();
}

async function startServers(): Promise<Servers> {
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  stopOnSignals(stop, stops);
  try {
    const [postgres, redis] = await Promise.all([startPostgres(stops), startSharedRedis(stops)]);
    return { postgresUrl: postgres.url, redisUrl: redis.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPostgres(stops: (() => Promise<void> | void)[]): Promise<{ url: string }> {
  const dataDir = temporaryDirectory('postgres');
  stops.push(() => removeTemporaryDirectory(dataDir));
  // Root starts Postgres as another user, who must get in.
  chmodSync(dataDir, 0o711);
  const server = await startEmbeddedPostgres({
    dataDir,
    log: (message, level) => {
      // FATAL is what the server says of a client it turns away, which specs provoke.
      if (level !== 'info' && !message.includes('FATAL:')) console.error(`postgres: ${message}`);
    },
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: 200,
    },
  });
  stops.push(() => server.stop());
  return server;
}

async function startSharedRedis(stops: (() => Promise<void> | void)[]): Promise<{ url: string }> {
  const server = await sharedRedis();
  stops.push(() => server.stop());
  return server;
}

/** Vitest's own end on a signal does not wait for teardown. */
function stopOnSignals(stop: () => Promise<void>, stops: (() => Promise<void> | void)[]): void {
  const end = (signal: NodeJS.Signals): void => {
    const code = signal === 'SIGINT' ? 130 : 143;
    void stop().finally(() => process.exit(code));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  stops.push(() => {
    process.off('SIGTERM', end);
    process.off('SIGINT', end);
  });
}
