import { chmodSync } from 'node:fs';
import { createDataSource } from '@twotwenty/database/data-source';
import { createTestDatabase } from '@twotwenty/testing/postgres';
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
    /** The name of a database of that cluster with all migrations, to be copied: `createMigratedDatabase`. */
    migratedTemplate: string;
  }
}

interface Servers {
  postgresUrl: string;
  redisUrl: string;
  migratedTemplate: string;
  stop(): Promise<void>;
}

/** Vitest loads this file once for each project that uses it; the servers are shared by all of them. */
const shared = globalThis as { twotwentyTestServers?: { servers: Promise<Servers>; users: number } };

/** Starts Postgres and Redis for the specs, or fails the run with what is missing. */
export async function setup({ provide }: TestProject): Promise<void> {
  const holder = (shared.twotwentyTestServers ??= { servers: startServers(), users: 0 });
  holder.users += 1;
  const { postgresUrl, redisUrl, migratedTemplate } = await holder.servers;
  provide('postgresUrl', postgresUrl);
  provide('redisUrl', redisUrl);
  provide('migratedTemplate', migratedTemplate);
}

/** Stops them after the last project. */
export async function teardown(): Promise<void> {
  const holder = shared.twotwentyTestServers;
  if (holder === undefined) return;
  holder.users -= 1;
  if (holder.users > 0) return;
  delete shared.twotwentyTestServers;
  // When they could not be started, `setup` has said so and stopped what ran.
  const servers = await holder.servers.catch(() => undefined);
  await servers?.stop();
}

type Stops = (() => Promise<void> | void)[];

async function startServers(): Promise<Servers> {
  const stops: Stops = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  stopOnSignals(stop, stops);
  const [postgres, redis] = await Promise.allSettled([startPostgres(stops), startSharedRedis(stops)]);
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return { ...postgres.value, redisUrl: redis.value.url, stop };
  }
  await stop();
  const reasons = [postgres, redis].flatMap((outcome) =>
    outcome.status === 'rejected' ? [String(outcome.reason)] : [],
  );
  throw new Error(`The servers that the specs need could not be started.\n${reasons.join('\n')}`);
}

async function startPostgres(stops: Stops): Promise<Pick<Servers, 'postgresUrl' | 'migratedTemplate'>> {
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
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 },
  });
  stops.push(() => server.stop());
  return { postgresUrl: server.url, migratedTemplate: await makeTemplate(server.url) };
}

/** Migrating takes a second, copying what is migrated a tenth of it; dozens of specs want such a database. */
async function makeTemplate(serverUrl: string): Promise<string> {
  const { url, name } = await createTestDatabase({ name: 'migrated', serverUrl });
  const dataSource = createDataSource({ url, applicationName: 'test', poolSize: 1 });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
  return name;
}

async function startSharedRedis(stops: Stops): Promise<{ url: string }> {
  const server = await sharedRedis();
  stops.push(() => server.stop());
  return server;
}

/** On a signal Vitest exits without teardown, so its listeners are put aside until the servers have stopped. */
function stopOnSignals(stop: () => Promise<void>, stops: Stops): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const others = process.listeners(signal);
    process.removeAllListeners(signal);
    const stopFirst = (): void => {
      const again = (): boolean => process.kill(process.pid, signal);
      void stop().then(again, again);
    };
    process.on(signal, stopFirst);
    stops.push(() => {
      process.off(signal, stopFirst);
      for (const other of others) process.on(signal, other);
    });
  }
}
