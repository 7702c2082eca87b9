import { freePort } from '@twotwenty/testing/ports';
import { startRedis } from '@twotwenty/testing/redis-server';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CleanUp } from '../clean-up.js';
import { say } from '../output.js';
import { readStat } from '../proc.js';
import { runSetup, startApp, untilHealthy, untilReady, type App, type AppName, type AppSurroundings } from './apps.js';
import { BenchDatabase } from './database.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import type { ProcessGroup } from './usage.js';

export interface SystemOptions {
  readonly queue: 'redis' | 'postgres';
  readonly workers: number;
  readonly evaluators: number;
  readonly controllers: number;
  readonly sinks: number;
  /** How long the targets take to answer QUIT; at once when left out. */
  readonly slowSeconds?: number;
  /** Sessions that a worker may hold at once. */
  readonly maxSessions: number;
  readonly profile?: string | undefined;
}

/** The servers of a run: database, queue and targets. */
export interface Servers {
  readonly surroundings: AppSurroundings;
  readonly database: BenchDatabase;
  /** The targets. */
  readonly sinks: readonly TestServer[];
  readonly groups: readonly ProcessGroup[];
}

/** Starts Postgres with its default, durable settings, Redis if it is to hold the queue, and the targets. */
export async function startServers(options: SystemOptions, cleanUp: CleanUp, signal: AbortSignal): Promise<Servers> {
  const folder = temporaryDirectory('bench');
  // Postgres never runs as root: the account it runs as must pass through.
  chmodSync(folder, 0o711);
  say('starting Postgres');
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'), say);
  cleanUp.add('Postgres', () => postgres.stop());
  signal.throwIfAborted();
  const redis = options.queue === 'redis' ? await startRedis() : undefined;
  if (redis !== undefined) cleanUp.add('Redis', () => redis.stop());
  const sinks: TestServer[] = [];
  for (let number = 0; number < options.sinks; number += 1) {
    signal.throwIfAborted();
    const sink = await startSmtpSink({ host: '0.0.0.0', args: sinkArguments(options) });
    cleanUp.add('smtp-sink', () => sink.stop());
    sinks.push(sink);
  }
  const profile = options.profile === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', options.profile);
  if (profile !== undefined) mkdirSync(profile, { recursive: true });
  const { maxSessions } = options;
  const surroundings = { databaseUrl: postgres.url, redisUrl: redis?.url, folder, profile, maxSessions };
  say('setting up the database');
  await runSetup(surroundings);
  signal.throwIfAborted();
  const database = await BenchDatabase.connect(postgres.url);
  cleanUp.add('the connection to Postgres', () => database.close());
  const groups: ProcessGroup[] = [
    { name: 'postgres', pids: [readStat(await database.backendPid())?.parentPid ?? -1], withChildren: true },
    { name: 'smtp-sink', pids: sinks.flatMap((sink) => sink.pid ?? []) },
  ];
  if (redis?.pid !== undefined) groups.push({ name: 'redis', pids: [redis.pid] });
  return { surroundings, database, sinks, groups };
}

/** smtp-sink holds 256 sessions unless it is told otherwise. */
function sinkArguments({ slowSeconds = 0, workers, maxSessions }: SystemOptions): string[] {
  const room = ['-m', String(Math.max(1024, 2 * workers * maxSessions))];
  return slowSeconds === 0 ? room : [...room, '-W', `quit:${slowSeconds}`];
}

export function portsOf(sinks: readonly TestServer[]): number[] {
  return sinks.map((sink) => sink.port);
}

/** Starts all apps and waits until they work. */
export async function startApps(
  options: SystemOptions,
  surroundings: AppSurroundings,
  cleanUp: CleanUp,
  signal: AbortSignal,
): Promise<App[]> {
  const apps: App[] = [];
  const start = async (name: AppName, count: number): Promise<void> => {
    for (let number = 1; number <= count; number += 1) {
      const port = name === 'controller' ? await freePort() : undefined;
      const address = port === undefined ? {} : { HOST: '127.0.0.1', PORT: String(port) };
      const app = await startApp(name, number, surroundings, address);
      cleanUp.add(app.label, async () => void (await app.process.stop()));
      apps.push(app);
      await (port === undefined ? untilReady(app, signal) : untilHealthy(app, port, signal));
    }
  };
  await start('evaluator', options.evaluators);
  await start('worker', options.workers);
  await start('controller', options.controllers);
  return apps;
}

export function appGroups(apps: readonly App[]): ProcessGroup[] {
  return (['controller', 'evaluator', 'worker'] as const).map((name) => ({
    name,
    pids: apps.filter((app) => app.name === name).map((app) => app.process.pid),
  }));
}
