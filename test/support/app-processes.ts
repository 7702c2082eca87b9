import { startApp, type RunningApp } from '@twotwenty/testing/child-process';
import { freePort } from '@twotwenty/testing/ports';
import { randomBytes } from 'node:crypto';

export type AppName = 'controller' | 'evaluator' | 'worker';

/** The product as it runs for its users: one process an app, from what was built, knowing only its environment. */
export interface AppProcesses {
  /** Of the pages and the API, without a slash at its end. */
  readonly url: string;
  readonly api: ApiClient;
  /** Starts one more process of an app and waits until it says that it is ready. */
  start(app: AppName, env?: Record<string, string>): Promise<RunningApp>;
  /** Ends what still runs, in order. */
  stop(): Promise<void>;
}

export interface ApiClient {
  /** Answers with the parsed body. @throws when the status is not 2xx */
  <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

const ADMIN_TOKEN = 'a-token-for-end-to-end-tests';

/**
 * Migrates a database and prepares to start apps on it.
 * @param place `redisUrl` null keeps the queue in Postgres; without a password of the administrator one is made up
 */
export async function prepareApps(place: {
  databaseUrl: string;
  redisUrl: string | null;
  adminPassword?: string;
}): Promise<AppProcesses> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const queue: Record<string, string | undefined> = { REDIS_URL: place.redisUrl ?? undefined };
  const database = { DATABASE_URL: place.databaseUrl, ...queue };
  const key = { SECRETS_KEY: randomBytes(32).toString('base64') };
  const environments: Record<AppName, Record<string, string | undefined>> = {
    controller: { ...database, ...key, PORT: String(port), ADMIN_TOKEN },
    evaluator: { ...database, ...key },
    // A worker sees the queue and nothing else. All monitors of these tests are of one address.
    worker: {
      ...(place.redisUrl === null ? database : { ...queue, DATABASE_URL: undefined }),
      MAX_SESSIONS_PER_ADDRESS: '100',
      ADDRESS_PAUSE_MS: '0',
    },
  };
  const running: RunningApp[] = [];
  const setup = await startApp(
    'controller',
    { ...database, ADMIN_PASSWORD: place.adminPassword },
    { entry: 'dist/setup.js' },
  );
  const { code } = await setup.exited;
  if (code !== 0) throw new Error(`setup failed:\n${setup.logs()}`);
  return {
    url,
    api: createApi(url),
    async start(app, env = {}) {
      const started = await startApp(app, { ...environments[app], ...env });
      running.push(started);
      await started.ready;
      return started;
    },
    async stop() {
      await Promise.all(running.splice(0).map((app) => app.stop(10_000)));
    },
  };
}

/** The API of a running product, as its administrator. @param url without a slash at its end */
export function createApi(url: string): ApiClient {
  return async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as never;
  };
}
