import { createApp } from '@twotwenty/controller/app';
import { hashPassword } from '@twotwenty/controller/auth/passwords';
import type { QueuePort } from '@twotwenty/controller/dependencies';
import { ScheduleBell } from '@twotwenty/controller/schedule/schedule-bell';
import type { Device } from '@twotwenty/contracts/device';
import type { Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { AccountRepository } from '@twotwenty/database/repositories/account.repository';
import { createLogger } from '@twotwenty/observability/logger';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { randomBytes } from 'node:crypto';
import { createMigratedDatabase, type DataSource } from './migrated-database.js';

export const ADMIN_TOKEN = 'the-token-of-the-api-tests';
export const ADMIN_PASSWORD = 'correct horse battery';

/** An answer; the body is parsed when it is JSON. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface CallOptions {
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
  /** Without the administrator's token. */
  readonly anonymous?: boolean;
}

/** The controller's API in this process on a database of its own; the queue is a part that the test plays. */
export interface TestApi {
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataSource: DataSource;
  /** The key of `secrets`. */
  readonly secretsKey: string;
  /** What it sealed, and opens too. */
  readonly secrets: SecretBox;
  /** What the schedule is woken by. */
  readonly bell: ScheduleBell;
  readonly queues: { -readonly [K in keyof QueuePort]: QueuePort[K] };
  call<T>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  stop(): Promise<void>;
}

export async function startApi(
  name: string,
  settings: { webRoot?: string; cookieSecure?: boolean; trustedProxies?: string[]; maxStreams?: number } = {},
): Promise<TestApi> {
  const database = await createMigratedDatabase(name);
  await new AccountRepository(database.dataSource).setPassword('admin', await hashPassword(ADMIN_PASSWORD));
  const queues: TestApi['queues'] = {
    ping: () => Promise.resolve(),
    deadLetters: () => Promise.resolve([]),
    waiting: (asked) => Promise.resolve(asked.map(() => 0)),
    send: () => Promise.resolve(),
    nowMs: () => Promise.resolve(Date.now()),
  };
  const secretsKey = randomBytes(32).toString('base64');
  const secrets = new SecretBox(secretsKey);
  const app = await createApp({
    dataSource: database.dataSource,
    queues,
    secrets,
    logger: createLogger('test', 'fatal'),
    settings: {
      adminToken: ADMIN_TOKEN,
      cookieSecure: settings.cookieSecure ?? false,
      trustedProxies: settings.trustedProxies ?? [],
      maxStreams: settings.maxStreams ?? 100,
      webRoot: settings.webRoot ?? '/nonexistent',
    },
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    databaseUrl: database.url,
    dataSource: database.dataSource,
    secretsKey,
    secrets,
    bell: app.get(ScheduleBell),
    queues,
    call: (method, path, options = {}) => call(`${url}${path}`, method, options),
    async stop() {
      await app.close();
      await database.drop();
    },
  };
}

async function call<T>(
  url: string,
  method: string,
  { body, raw, headers = {}, anonymous = false }: CallOptions,
): Promise<Answer<T>> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url, {
    method,
    headers: {
      ...(anonymous ? {} : { authorization: `Bearer ${ADMIN_TOKEN}` }),
      ...(content === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
}

/** The fields a problem document names, sorted. */
export function badFields(answer: Answer<Problem>): string[] {
  return (answer.body.errors ?? []).map((error) => error.field).sort();
}

export async function createDevice(api: TestApi, name = 'Mail server', address = 'mx1.example.com'): Promise<Device> {
  return (await api.call<Device>('POST', '/api/v1/devices', { body: { name, address } })).body;
}

/** A monitor of a new device with what is given besides. */
export async function createMonitor(api: TestApi, fields: object = {}): Promise<Monitor> {
  const device = await createDevice(api);
  const body = { deviceId: device.id, name: 'MX 1 greeting', target: { host: 'mx1.example.com' }, ...fields };
  const { warnings: _, ...monitor } = (await api.call<SavedMonitor>('POST', '/api/v1/monitors', { body })).body;
  return monitor;
}
