import { startProcess, type ManagedProcess } from '@twotwenty/testing/managed-process';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { waitFor } from '@twotwenty/testing/wait-for';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type AppName = 'controller' | 'evaluator' | 'worker';

/** A running app. */
export interface App {
  readonly name: AppName;
  /** With its number, such as `worker 2`. */
  readonly label: string;
  readonly logFile: string;
  readonly process: ManagedProcess;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the apps of a run find each other and leave what they write. */
export interface AppSurroundings {
  readonly databaseUrl: string;
  /** Undefined: the queue is kept in Postgres. */
  readonly redisUrl: string | undefined;
  /** For logs and secrets. */
  readonly folder: string;
  /** Of each worker. */
  readonly maxSessions?: number;
  /** Where CPU profiles go; undefined for none. */
  readonly profile: string | undefined;
}

/** Nothing is sealed in a bench. */
const SECRETS_KEY = Buffer.alloc(32).toString('base64');
const SETUP_LIMIT_MS = 60_000;
const READY_LIMIT_MS = 60_000;

/**
 * The environment that the launcher would give, scripts/lib/child-environments.mjs. What it leaves out is taken away, as
 * the bench's own environment is there too.
 */
function environmentOf(
  name: AppName | 'setup',
  { databaseUrl, redisUrl, folder, maxSessions }: AppSurroundings,
): Environment {
  const isWorker = name === 'worker';
  return {
    NODE_ENV: 'production',
    DATA_DIR: folder,
    REDIS_URL: redisUrl,
    // A worker sees the queue and nothing else.
    DATABASE_URL: isWorker && redisUrl !== undefined ? undefined : databaseUrl,
    LOG_LEVEL: name === 'evaluator' ? 'debug' : 'info',
    ADMIN_TOKEN: undefined,
    ADMIN_PASSWORD: undefined,
    SECRETS_KEY: isWorker || name === 'setup' ? undefined : SECRETS_KEY,
    // The servers of the bench share few addresses.
    ...(isWorker ? { SITE: 'default', MAX_SESSIONS_PER_ADDRESS: '10000', ADDRESS_PAUSE_MS: '0' } : {}),
    ...(isWorker && maxSessions !== undefined ? { MAX_SESSIONS: String(maxSessions) } : {}),
  };
}

/**
 * Migrates the database and the queue, as `npm start` does before it starts the apps.
 * @param extra more of its environment
 */
export async function runSetup(surroundings: AppSurroundings, extra: Environment = {}): Promise<void> {
  const run = await startProcess({
    label: 'setup',
    command: process.execPath,
    args: ['--enable-source-maps', scriptOf('controller', 'setup.js')],
    env: { ...environmentOf('setup', surroundings), ...extra },
    cwd: repositoryRoot,
  });
  const tooLong = setTimeout(() => void run.kill(), SETUP_LIMIT_MS);
  const { code } = await run.exited;
  clearTimeout(tooLong);
  if (code !== 0) throw new Error(`the set-up failed:\n${run.logs()}`);
}

/**
 * Starts one app. Its output goes into a file, so that reading it costs nothing while it is measured.
 * @param number counts the apps of that name, from 1
 * @param extra more of its environment
 */
export async function startApp(
  name: AppName,
  number: number,
  surroundings: AppSurroundings,
  extra: Environment = {},
): Promise<App> {
  const logFile = join(surroundings.folder, `${name}-${number}.log`);
  const profiling =
    surroundings.profile === undefined
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${surroundings.profile}`, `--cpu-prof-name=${name}-${number}.cpuprofile`];
  const node = [process.execPath, ...(await nodeArguments()), ...profiling, scriptOf(name, 'main.js')];
  const started = await startProcess({
    label: `${name} ${number}`,
    command: '/bin/sh',
    args: ['-c', 'exec "$0" "$@" >"$BENCH_LOG" 2>&1', ...node],
    env: { ...environmentOf(name, surroundings), ...extra, BENCH_LOG: logFile },
    cwd: repositoryRoot,
  });
  return { name, label: `${name} ${number}`, logFile, process: started };
}

/** Those of the launcher, which is JavaScript because it runs before anything is built. */
async function nodeArguments(): Promise<readonly string[]> {
  const path = join(repositoryRoot, 'scripts/lib/node-arguments.mjs');
  const module = (await import(pathToFileURL(path).href)) as { readonly NODE_ARGUMENTS: readonly string[] };
  return module.NODE_ARGUMENTS;
}

/** Resolves when an evaluator or a worker takes messages. */
export function untilReady(app: App, signal: AbortSignal): Promise<void> {
  return until(app, signal, async () => (await readFile(app.logFile, 'utf8')).includes('"msg":"ready"'));
}

/** Resolves when a controller says that it is in order. */
export function untilHealthy(app: App, port: number, signal: AbortSignal): Promise<void> {
  return until(app, signal, async () => (await fetch(`http://127.0.0.1:${port}/api/v1/health`)).ok);
}

async function until(app: App, signal: AbortSignal, ready: () => Promise<boolean>): Promise<void> {
  const outcome = await waitFor(async () => signal.aborted || app.process.end !== undefined || (await ready()), {
    what: `${app.label} to be ready`,
    timeoutMs: READY_LIMIT_MS,
    intervalMs: 100,
  }).catch((error: unknown) => error);
  signal.throwIfAborted();
  if (outcome === true && app.process.end === undefined) return;
  const why = outcome === true ? 'it ended' : String(outcome);
  throw new Error(`${app.label} did not get ready: ${why}\n${await logTail(app)}`);
}

/** @throws Error when one of the apps has ended by itself */
export async function assertRunning(apps: readonly App[]): Promise<void> {
  for (const app of apps) {
    if (app.process.end !== undefined) throw new Error(`${app.label} ended during the run:\n${await logTail(app)}`);
  }
}

async function logTail({ logFile }: App): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-20).join('\n');
}

function scriptOf(app: AppName, file: string): string {
  return join(repositoryRoot, 'apps', app, 'dist', file);
}
