import type { Monitor } from '@twotwenty/contracts/monitor';
import { createDataSource } from '@twotwenty/database/data-source';
import { startMailTargets, type MailTargets } from '@twotwenty/testing/mail-targets/mail-targets';
import { freePort } from '@twotwenty/testing/ports';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { removeTemporaryDirectory, temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startApp } from '@twotwenty/testing/child-process';
import { createMonitors } from '../../support/monitors.js';
import { startNoticeReceiver, type NoticeReceiver } from '../../support/notice-receiver.js';
import { storeAlert, storedAction } from '../../support/stored-alerts.js';
import { SupervisedApp, type AppName, type Environment } from './app.js';
import { hasOwnMachine, makeFarNetwork, mountDisk, type FarNetwork } from './own-machine.js';
import { startChaosPostgres, type ChaosPostgres } from './postgres.js';
import { startProxy, type Proxy } from '../../support/proxy.js';

/** The site that every database has, and one more. */
export const SITES = ['default', 'far'] as const;
export type SiteName = (typeof SITES)[number];

/** Failures for an alert, and alerts until a monitor is lost. */
export const POLICY = { failuresPerAlert: 2, maxAlerts: 3 };
/** As long as real servers take: whatever strikes finds sessions under way. */
const MAX_GREETING_MS = 600;
const DELAYS = [1, 1.5, 2] as const;
/** Of the targets' addresses; those of a network of its own can be reached from another one, too (RFC 2544). */
const TARGETS = '127.77';
const FAR_TARGETS = '198.18';
const ADMIN_TOKEN = 'a-token-for-the-chaos-suite';

/** A monitor of one target, the truth about which is known. */
export interface Watched {
  readonly monitor: Monitor;
  /** The monitor's key in results and events. */
  readonly key: number;
  readonly address: string;
  readonly sites: readonly SiteName[];
  /** False: it is well all the time. */
  readonly fails: boolean;
}

/** The product as it runs in production, and everything around it, in the hands of the suite. */
export interface ChaosSystem {
  readonly postgres: ChaosPostgres;
  readonly redis: RedisServer;
  /** Between the workers of a site and Redis. */
  readonly proxies: Readonly<Record<SiteName, Proxy>>;
  readonly targets: MailTargets;
  /** A target that no monitor has: nobody has any business there. */
  readonly decoy: string;
  readonly receiver: NoticeReceiver;
  readonly apps: readonly SupervisedApp[];
  readonly watched: readonly Watched[];
  readonly maxTestDurationSeconds: number;
  /** Where Postgres' data is, on a disk of its own; null where the suite may not make one. */
  readonly disk: string | null;
  /** The network of the far worker; null where the suite may not make one. */
  readonly farNetwork: FarNetwork | null;
  /** Asks the controllers in turn until one answers. @throws when none does */
  get<T>(path: string): Promise<T>;
  /** Stops the apps in good order; everything else stays as it is. */
  stopApps(): Promise<void>;
  stop(): Promise<void>;
}

export interface SystemOptions {
  readonly monitors: number;
  /** Of each monitor. */
  readonly maxTestDurationSeconds: number;
}

/** Starts everything and waits until it is ready. What was started is stopped again when something does not start. */
export async function startChaosSystem(options: SystemOptions): Promise<ChaosSystem> {
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    return { ...(await startParts(options, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Stops = (() => Promise<void> | void)[];

async function startParts(options: SystemOptions, stops: Stops): Promise<Omit<ChaosSystem, 'stop'>> {
  const folder = temporaryDirectory('chaos');
  // The account that Postgres runs as must pass through.
  chmodSync(folder, 0o711);
  const keptLogs = process.env['CHAOS_LOGS'];
  stops.push(() => {
    if (keptLogs !== undefined) keepLogs(folder, keptLogs);
    if (!hasOwnMachine) removeTemporaryDirectory(folder);
  });
  const postgresDir = join(folder, 'postgres');
  if (hasOwnMachine) await mountDisk(postgresDir);
  else mkdirSync(postgresDir);
  const farNetwork = hasOwnMachine ? await makeFarNetwork(FAR_TARGETS) : null;
  if (farNetwork !== null) stops.push(() => farNetwork.stop());
  const postgres = await startChaosPostgres(postgresDir);
  stops.push(() => postgres.stop());
  const redis = await startRedis({ persistent: true });
  stops.push(() => redis.stop());
  const proxies = { default: await startProxy(redis.port), far: await startProxy(redis.port, farNetwork?.address) };
  for (const proxy of Object.values(proxies)) stops.push(() => proxy.close());
  const prefix = farNetwork === null ? TARGETS : FAR_TARGETS;
  const decoy = `${prefix}.255.254`;
  const addresses = Array.from({ length: options.monitors }, (_, n) => `${prefix}.${n >> 8}.${n & 255}`);
  const targets = await startMailTargets([...addresses, decoy], MAX_GREETING_MS);
  stops.push(() => targets.stop());
  const receiver = await startNoticeReceiver();
  stops.push(() => receiver.close());
  const common = { NODE_ENV: 'production', DATA_DIR: folder, LOG_LEVEL: 'info' };
  const database = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    SECRETS_KEY: randomBytes(32).toString('base64'),
  };
  await setUp({ ...common, ...database, SECRETS_KEY: undefined });
  const watched = await furnish(postgres.url, addresses, targets.port, receiver.url, options);
  const ports = [await freePort(), await freePort()];
  const define = (name: AppName, number: number, env: Environment, wrapper: readonly string[] = []): SupervisedApp =>
    new SupervisedApp({ name, label: `${name} ${number}`, env: { ...common, ...env }, logFolder: folder, wrapper });
  const workerOf = (site: SiteName): Environment => ({
    SITE: site,
    REDIS_URL: `redis://${proxies[site].host}:${proxies[site].port}`,
    DATABASE_URL: undefined,
    SECRETS_KEY: undefined,
  });
  const apps = [
    ...[1, 2].map((number) => define('evaluator', number, database)),
    // Of two workers of one site, each can stand in for the other; the far one is alone.
    define('worker', 1, workerOf('default')),
    define('worker', 2, workerOf('default')),
    define('worker', 3, workerOf('far'), farNetwork?.wrapper),
    ...ports.map((port, index) =>
      define('controller', index + 1, { ...database, ADMIN_TOKEN, HOST: '127.0.0.1', PORT: String(port) }),
    ),
  ];
  for (const app of apps) {
    stops.push(() => app.stop());
    await app.start();
  }
  const stopApps = async (): Promise<void> => void (await Promise.all(apps.map((app) => app.stop())));
  const disk = hasOwnMachine ? postgresDir : null;
  const parts = { postgres, redis, proxies, targets, decoy, receiver, apps, watched, disk, farNetwork };
  const { maxTestDurationSeconds } = options;
  return { ...parts, maxTestDurationSeconds, stopApps, get: (path) => get(ports, path) };
}

/** What the apps wrote, for those who look for the cause of a fault. */
function keepLogs(folder: string, place: string): void {
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.log'))) {
    copyFileSync(join(folder, name), join(place, name));
  }
}

async function setUp(env: Environment): Promise<void> {
  const setup = await startApp('controller', env, { entry: 'dist/setup.js' });
  const { code } = await setup.exited;
  if (code !== 0) throw new Error(`the set-up failed:\n${setup.logs()}`);
}

/** Every fifth target fails now and then. Of every five monitors three are asked at the first site, one at the other, one at both. */
async function furnish(
  databaseUrl: string,
  addresses: readonly string[],
  port: number,
  receiverUrl: string,
  { maxTestDurationSeconds }: SystemOptions,
): Promise<Watched[]> {
  const dataSource = createDataSource({ url: databaseUrl, applicationName: 'chaos', poolSize: 2 });
  await dataSource.initialize();
  try {
    await dataSource.query(`INSERT INTO site (name) VALUES ('far') ON CONFLICT DO NOTHING`);
    await storeAlert(dataSource, [storedAction({}, `${receiverUrl}/webhook`)]);
    const made: Omit<Watched, 'key'>[] = [];
    for (const [index, address] of addresses.entries()) {
      const sites = sitesOf(index);
      const delay = DELAYS[index % DELAYS.length] ?? 1;
      const [monitor] = await createMonitors(
        dataSource,
        1,
        { host: address, port },
        {
          sites: [...sites],
          name: `Monitor ${address}`,
          timing: {
            maxTestDurationSeconds,
            delaySeconds: { up: delay, warn: 1, down: 1, lost: delay },
          },
          notification: POLICY,
        },
      );
      if (monitor !== undefined) made.push({ monitor, address, sites, fails: index % 4 === 0 });
    }
    const rows = await dataSource.query<{ id: string; key: number }[]>('SELECT id, key FROM monitor');
    const keys = new Map(rows.map(({ id, key }) => [id, key]));
    return made.map((one) => ({ ...one, key: keys.get(one.monitor.id) ?? 0 }));
  } finally {
    await dataSource.destroy();
  }
}

function sitesOf(index: number): readonly SiteName[] {
  if (index % 5 === 3) return ['far'];
  return index % 5 === 4 ? SITES : ['default'];
}

async function get<T>(ports: readonly number[], path: string): Promise<T> {
  const problems: string[] = [];
  for (const port of ports) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
        signal: AbortSignal.timeout(10_000),
      });
      if (response.ok) return (await response.json()) as T;
      problems.push(`${port} answered ${response.status}`);
    } catch (error) {
      problems.push(String(error));
    }
  }
  throw new Error(`no controller answered ${path}: ${problems.join('; ')}`);
}
