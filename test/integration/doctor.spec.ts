import { VERSION } from '@twotwenty/config/version';
import type { WorkerBeat } from '@twotwenty/contracts/worker';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { readConnectionTable } from '@twotwenty/smtp/self-check/connection-table';
import { createTestDatabase } from '@twotwenty/testing/postgres';
import { startDnsServer } from '@twotwenty/testing/dns-server';
import { freePort } from '@twotwenty/testing/ports';
import { startRedis } from '@twotwenty/testing/redis-server';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { ADMIN_TOKEN, startApi, type TestApi } from '../support/api.js';

const BIN = join(repositoryRoot, 'apps/cli/bin/twotwenty.mjs');
const PASSWORD = 'se(cret%20word';
/** What says nothing about the product: how many connections were made on this machine in the last minutes. */
const OF_THIS_MACHINE = /^WARNING +connection table: .*\n.*\n/m;

interface Line {
  readonly subject: string;
  readonly status: string;
  readonly message: string;
  readonly fix: string | null;
}

interface Run {
  readonly code: number;
  readonly text: string;
  readonly lines: readonly Line[];
}

/** Runs the doctor with nothing in its environment but what is given. */
async function doctor(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const run = promisify(execFile)(process.execPath, [BIN, 'doctor', ...args], {
    env: { PATH: process.env['PATH'], ...env },
  });
  const { code, stdout, stderr } = await run.then(
    (output) => ({ code: 0, ...output }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  const isJson = stdout.startsWith('{');
  return { code, text: stdout + stderr, lines: isJson ? (JSON.parse(stdout) as { findings: Line[] }).findings : [] };
}

/** A controller of a version to come. */
async function futureController(answers: Readonly<Record<string, unknown>>): Promise<string> {
  const server = createHttpServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.writeHead(answer === undefined ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function listen(greeting: string | null): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end('221 bye\r\n'));
    if (greeting !== null) socket.write(`${greeting}\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('twotwenty doctor', () => {
  let api: TestApi;
  let databaseUrl: string;

  beforeAll(async () => {
    api = await startApi('doctor');
    const [row] = await api.dataSource.query<{ name: string }[]>('SELECT current_database() AS name');
    databaseUrl = Object.assign(new URL(inject('postgresUrl')), { pathname: `/${row?.name ?? ''}` }).href;
  });
  afterAll(() => api.stop());

  it('finds all well where all is', async () => {
    const [redis, dns, host] = await Promise.all([
      startRedis({ persistent: true }),
      startDnsServer({
        '7.2.0.192.in-addr.arpa PTR': ['probe1.example.com'],
        'probe1.example.com A': ['192.0.2.7'],
      }),
      listen('220 mx ready'),
    ]);
    onTestFinished(async () => void (await Promise.all([redis.stop(), dns.stop()])));
    await new WorkerRepository(api.dataSource).record('default', aWorker());
    const args = ['--port-25-host', host, '--dns-server', dns.address, '--public-address', '192.0.2.7'];
    const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, ADMIN_TOKEN, EHLO_NAME: 'probe1.example.com' };
    const { code, text } = await doctor([...args, '--url', api.url], env);
    expect(/^\w+ +connection table: /m.test(text)).toBe(readConnectionTable() !== null);
    expect(text.replace(OF_THIS_MACHINE, '')).not.toMatch(/WARNING|FAILED/);
    expect(code).toBe(0);
    expect(text).toMatch(/\n(All is well|0 failed, 1 warning)\.\n$/);
    for (const line of [
      /^ok +Node\.js: v\d+/m,
      /^ok +port 25: 127\.0\.0\.1:\d+ greeted after \d+ ms/m,
      /^ok +reverse DNS: 192\.0\.2\.7 is probe1\.example\.com, confirmed by the DNS, EHLO probe1\.example\.com/m,
      /^ok +Postgres: PostgreSQL \d+/m,
      /^ok +migrations: The database is up to date/m,
      /^ok +clock: Agrees with that of Postgres/m,
      /^ok +clock: Agrees with that of Redis/m,
      /^ok +Redis: Redis \d+/m,
      /^ok +controller: TwoTwenty \d/m,
      /^ok +worker probe1 \(default\): TwoTwenty/m,
    ]) {
      expect(text).toMatch(line);
    }
  });

  it('tells what failed and what to do about it, and never a password', async () => {
    const redis = await startRedis();
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    client.disconnect();
    const empty = await createTestDatabase('doctor_empty');
    const dns = await startDnsServer({ '7.2.0.192.in-addr.arpa PTR': [] });
    onTestFinished(async () => void (await Promise.all([redis.stop(), empty.drop(), dns.stop()])));
    const args = [
      '--offline',
      '--json',
      '--dns-server',
      dns.address,
      '--public-address',
      '192.0.2.7',
      '--url',
      api.url,
    ];
    const settings = { REDIS_URL: redis.url, DATABASE_URL: empty.url, ADMIN_TOKEN: 'not-that-of-the-controller' };
    const { code, lines } = await doctor([...args, '--ehlo', 'probe1.example.com'], settings);
    expect(code).toBe(2);
    const trouble = lines.filter(({ subject, status }) => status !== 'ok' && subject !== 'connection table');
    expect(trouble.map(({ subject, status }) => `${subject} ${status}`)).toEqual([
      'reverse DNS warning',
      'reverse DNS warning',
      'migrations failed',
      'Redis failed',
      'Redis warning',
      'workers failed',
    ]);
    expect(trouble.every(({ fix }) => fix !== null)).toBe(true);
    expect(trouble.map(({ message }) => message).join('\n')).toMatch(/lacks Foundation.*allkeys-lru.*keeps nothing/s);

    const nobody = `127.0.0.1:${await freePort()}`;
    const away = await doctor(['--offline', '--url', `http://${nobody}`], {
      DATABASE_URL: `postgres://me:${PASSWORD}@${nobody}/db`,
      REDIS_URL: `redis://:${PASSWORD}@${nobody}`,
      ADMIN_TOKEN: PASSWORD,
    });
    expect(away.code).toBe(2);
    expect(away.text).toMatch(/^FAILED +Postgres: postgres:\/\/me:\*\*\*@.*ECONNREFUSED/m);
    expect(away.text).toMatch(/^FAILED +Redis: redis:\/\/:\*\*\*@.*ECONNREFUSED/m);
    expect(away.text).toMatch(/^FAILED +controller: No controller answers at http/m);
    expect(away.text).not.toContain(PASSWORD);
  });

  it('tells a blocked port from a refused one, from a host without a name and from a server that turns us away', async () => {
    const silent = await listen(null);
    const refused = `127.0.0.1:${await freePort()}`;
    const strict = await listen('554 go away');
    const hosts = [silent, refused, strict, 'nowhere.invalid:25'].flatMap((host) => ['--port-25-host', host]);
    const { code, lines } = await doctor([...hosts, '--json', '--timeout', '2.5', '--public-address', '127.0.0.1']);
    const tried = lines.filter(({ subject }) => subject === 'port 25');
    // One was reached, so that the port is open.
    expect(tried.map(({ status }) => status)).toEqual(['warning', 'warning', 'warning', 'warning']);
    expect(code).toBe(0);
    const said = tried.map(({ message, fix }) => `${message} ${fix ?? ''}`);
    expect(said[0]).toMatch(/no greeting: something on the way/);
    expect(said[1]).toMatch(/refuses the connection/);
    expect(said[2]).toMatch(/turns this machine away: 554 go away/);
    expect(said[3]).toMatch(/check the name servers/);
    const alone = await doctor(['--port-25-host', refused, '--json', '--public-address', '127.0.0.1']);
    expect(alone.lines.find(({ subject }) => subject === 'port 25')?.status).toBe('failed');
    expect(alone.code).toBe(2);
  });

  it('shows what is wrong with a controller and the workers it knows', async () => {
    const worker = aWorker();
    const problem = { code: 'ptr-missing', message: '192.0.2.7 has no name.', fix: 'Ask for one.' };
    const [address] = worker.selfCheck?.addresses ?? [];
    if (worker.selfCheck === null || address === undefined) throw new Error('the worker has no self-check');
    await api.dataSource.query('DELETE FROM worker');
    await new WorkerRepository(api.dataSource).record('default', {
      ...worker,
      version: '0.0.1',
      selfCheck: { ...worker.selfCheck, addresses: [{ ...address, findings: [problem] }] },
    });
    const ping = api.queues.ping;
    api.queues.ping = () => Promise.reject(new Error('the queue is away'));
    onTestFinished(() => void (api.queues.ping = ping));
    const { code, text } = await doctor(['--offline', '--url', api.url, '--public-address', '127.0.0.1'], {
      ADMIN_TOKEN,
    });
    expect(code).toBe(2);
    expect(text).toMatch(/^FAILED +controller: .*queue \(the queue is away\)/m);
    expect(text).toMatch(/^WARNING +worker probe1 \(default\): 192\.0\.2\.7 has no name\.\n +→ Ask for one\./m);
    expect(text).toMatch(/^WARNING +worker probe1 \(default\): It is version 0\.0\.1/m);
    expect(text).toMatch(/embedded database is checked through the controller/);
    await api.dataSource.query('DELETE FROM worker');
    const alone = await doctor(['--offline', '--url', api.url, '--public-address', '127.0.0.1'], { ADMIN_TOKEN });
    expect(alone.text).toMatch(/^WARNING +workers: No worker is live/m);
  });

  it('understands a controller of a later version as far as it can, on all its pages', async () => {
    const at = new Date().toISOString();
    const health = { status: 'ok', version: '99.0.0', at, checks: { queue: { ok: true, message: null, depth: 3 } } };
    const { sequence, ...fields } = aWorker();
    const worker = (hostname: string) => ({
      ...fields,
      site: 'default',
      hostname,
      live: true,
      lastSeenAt: at,
      mood: sequence,
    });
    const url = await futureController({
      '/api/v1/health': { ...health, uptimeSeconds: 5 },
      '/api/v1/workers?limit=500': { items: [worker('probe1')], nextCursor: 'more', total: 2 },
      '/api/v1/workers?limit=500&cursor=more': { items: [worker('probe2')], nextCursor: null, total: 2 },
    });
    const args = ['--offline', '--public-address', '127.0.0.1', '--url'];
    const { text } = await doctor([...args, url], { ADMIN_TOKEN });
    expect(text).toMatch(/^ok +controller: TwoTwenty 99\.0\.0 is well/m);
    expect(text).toMatch(/^WARNING +controller: It is version 99\.0\.0/m);
    expect(text).toMatch(/^ok +worker probe1 .*live.*^ok +worker probe2 .*live/ms);

    const strange = await futureController({
      '/api/v1/health': { ...health, status: 'splendid' },
      '/api/v1/workers?limit=500': { pages: [] },
    });
    const { text: said } = await doctor([...args, strange], { ADMIN_TOKEN });
    expect(said).toMatch(/^WARNING +controller: What answers at .* is not understood \(status: .*\)\.$/m);
    expect(said).toMatch(/^WARNING +controller: It is version 99\.0\.0/m);
    expect(said).toMatch(/^WARNING +workers: .* is not understood \(items: .*\)\.$/m);

    const broken = await futureController({ '/api/v1/health': health });
    const { text: why } = await doctor([...args, broken], { ADMIN_TOKEN });
    expect(why).toMatch(/^FAILED +workers: .* it answers 500\.\n(?!.*ADMIN_TOKEN)/m);
  });

  it.each([
    [['--url', 'ftp://x'], {}, /must be a URL/],
    [['--url', `ftp://me:${PASSWORD}@x`], {}, /must be a URL/],
    [['--url', `http://me:${PASSWORD}@x`], {}, /use ADMIN_TOKEN/],
    [['--ehlo', 'under the bridge'], {}, /must be a host name/],
    [['--port-25-host', 'x:0'], {}, /1 to 65535/],
    [['--public-address', 'here'], {}, /IP address/],
    [['--timeout', 'long'], {}, /seconds above 0/],
    [['--offline'], { DATABASE_URL: `mysql://u:${PASSWORD}@h` }, /DATABASE_URL: must be a URL/],
  ])('%j is wrong usage: exit code 3', async (args, env, message) => {
    const { code, text } = await doctor(args, env);
    expect({ code, text }).toEqual({ code: 3, text: expect.stringMatching(message) as string });
    expect(text).not.toContain(PASSWORD);
  });
});

function aWorker(): WorkerBeat {
  return {
    id: randomUUID(),
    hostname: 'probe1',
    version: VERSION,
    startedAt: new Date().toISOString(),
    stopping: false,
    sessions: 0,
    maxSessions: 500,
    health: null,
    suspect: null,
    selfCheck: {
      ehloName: 'probe1.example.com',
      ehloNameSource: 'configured',
      addresses: [
        {
          address: '192.0.2.7',
          source: 'configured',
          ptrNames: ['probe1.example.com'],
          confirmedNames: ['probe1.example.com'],
          ehloNameMatches: true,
          findings: [],
        },
      ],
      findings: [],
      checkedAt: new Date().toISOString(),
    },
    sequence: 1,
  };
}
