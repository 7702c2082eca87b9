import type { WorkerBeat } from '@twotwenty/contracts/worker';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { freePort } from '@twotwenty/testing/ports';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ADMIN_TOKEN, createMonitor, startApi, type TestApi } from '../support/api.js';
import { connectRedis } from '../support/redis-client.js';

const BIN = join(repositoryRoot, 'apps/cli/bin/twotwenty.mjs');
const PASSWORD = 'a+password/of:one\'s@own%20"\\';

interface Run {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs `twotwenty sites` with nothing in its environment but what is given. */
function sites(args: readonly string[], env: Record<string, string> = { ADMIN_TOKEN }, input?: string): Promise<Run> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'], ...env } };
    const child = execFile(process.execPath, [BIN, 'sites', ...args], options, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
    child.stdin?.end(input ?? '');
  });
}

describe('twotwenty sites, with a controller', () => {
  let api: TestApi;
  const at = (): string[] => ['--url', api.url];

  beforeAll(async () => {
    api = await startApi('cli_sites');
  });
  afterAll(() => api.stop());

  it('adds, lists and removes', async () => {
    const added = await sites(['add', 'paris', '--description', 'Paris, 3rd floor', ...at()]);
    expect(added).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^The site paris is known/) as string });
    const beat: WorkerBeat = {
      id: randomUUID(),
      hostname: 'probe1',
      version: '0.1.0',
      startedAt: new Date().toISOString(),
      stopping: false,
      sessions: 0,
      maxSessions: 500,
      selfCheck: null,
      health: null,
      suspect: null,
      sequence: 1,
    };
    const workers = new WorkerRepository(api.dataSource);
    await workers.record('paris', beat);
    await workers.record('paris', { ...beat, id: randomUUID(), stopping: true });
    expect((await sites(['list', ...at()])).out).toBe(
      'site     live workers  description\ndefault  0             The first site\nparis    1             Paris, 3rd floor\n',
    );
    expect(JSON.parse((await sites(['list', '--json', ...at()])).out)).toMatchObject([
      { name: 'default', liveWorkers: 0 },
      { name: 'paris', liveWorkers: 1, description: 'Paris, 3rd floor' },
    ]);
    expect(await sites(['remove', 'paris', ...at()])).toMatchObject({ code: 0, err: '' });
    expect((await sites(['list', ...at()])).out).not.toContain('paris');
  });

  it('tells why a controller refuses: exit code 2', async () => {
    await sites(['add', 'berlin', ...at()]);
    const { id } = await createMonitor(api, { sites: ['berlin'] });
    expect(id).toBeTruthy();
    const refused = await Promise.all([
      sites(['add', 'berlin', ...at()]),
      sites(['remove', 'berlin', ...at()]),
      sites(['remove', 'nowhere', ...at()]),
      sites(['list', ...at()], { ADMIN_TOKEN: 'not the one' }),
      sites(['list', ...at()], {}),
      sites(['list', '--url', `http://127.0.0.1:${await freePort()}`]),
    ]);
    expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(refused.map(({ err }) => err.replace(api.url, 'URL'))).toEqual([
      expect.stringContaining('refuses: There is a site berlin already.'),
      expect.stringContaining('refuses: The site berlin is used by 1 monitor.'),
      expect.stringContaining('refuses: There is no site nowhere.'),
      expect.stringContaining("wants the token of the administrator. See that ADMIN_TOKEN is the controller's."),
      expect.stringContaining('wants the token of the administrator. Set ADMIN_TOKEN to it.'),
      expect.stringContaining('No controller answers at'),
    ]);
    for (const { err } of refused) expect(err).not.toContain(ADMIN_TOKEN);
  });

  it('refuses wrong usage: exit code 3', async () => {
    const wrong = await Promise.all([
      sites(['add', 'Not a site', ...at()]),
      sites(['add', 'rome', '--description', 'x'.repeat(65), ...at()]),
      sites(['remove', '../monitors', ...at()]),
      sites(['list', '--url', 'http://user:secret@127.0.0.1']),
      sites(['add']),
    ]);
    expect(wrong.map(({ code }) => code)).toEqual([3, 3, 3, 3, 3]);
    expect(wrong.map(({ err }) => err).join()).not.toContain('secret');
  });
});

describe('twotwenty sites acl', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  /** What stands on the line of the output that begins so. */
  function line(out: string, start: string): string {
    return out.split('\n').find((each) => each.startsWith(start)) ?? '';
  }

  async function tellRedis(acl: string): Promise<void> {
    const operator = connectRedis(redis.url);
    onTestFinished(() => operator.close());
    const [command = '', ...args] = acl.split(' ');
    expect(await operator.call(command, ...args)).toBe('OK');
  }

  it('makes up a password, and prints what Redis takes and what lets the worker in', async () => {
    const { code, out, err } = await sites(['acl', 'paris', '--redis-url', redis.url], {});
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const acl = line(out, 'ACL SETUSER');
    const url = line(out, 'REDIS_URL=').slice('REDIS_URL='.length);
    const { password } = new URL(url);
    expect(password).toMatch(/^[\w-]{43}$/);
    expect(acl).not.toContain(password);
    expect(line(out, 'SITE=')).toBe('SITE=paris');
    expect(out).toContain('Without TLS');
    await tellRedis(acl);
    const site = connectRedis(url);
    onTestFinished(() => site.close());
    expect(await site.call('GET', '{twotwenty}:results.paris:id')).toBeNull();
    await expect(site.call('GET', '{twotwenty}:results.berlin:id')).rejects.toThrow(/NOPERM/);
    const again = await sites(['acl', 'paris', '--redis-url', redis.url], {});
    expect(line(again.out, 'REDIS_URL=')).not.toBe(`REDIS_URL=${url}`);
  });

  it('takes a password from standard input or a file, and does not print it', async () => {
    const file = join(temporaryDirectory('cli-sites'), 'password');
    writeFileSync(file, `${PASSWORD}\n`);
    const runs = await Promise.all([
      sites(['acl', 'tokyo', '--redis-url', redis.url, '--password-file', file], {}),
      sites(['acl', 'tokyo', '--redis-url', redis.url, '--password-file', '-'], {}, PASSWORD),
    ]);
    expect(runs.map(({ code, err }) => ({ code, err }))).toEqual([
      { code: 0, err: '' },
      { code: 0, err: '' },
    ]);
    expect(runs[0]?.out).toBe(runs[1]?.out);
    const out = runs[0]?.out ?? '';
    expect(out).not.toContain(PASSWORD);
    expect(out).not.toContain(encodeURIComponent(PASSWORD));
    expect(out).toContain('REDIS_PASSWORD_FILE=');
    await tellRedis(line(out, 'ACL SETUSER'));
    const site = connectRedis(redis.url.replace('//', `//site-tokyo:${encodeURIComponent(PASSWORD)}@`));
    onTestFinished(() => site.close());
    expect(await site.call('PING')).toBe('PONG');
  });

  it('takes the address from REDIS_URL where others can use it, never its user', async () => {
    const urlOf = async (env: Record<string, string>): Promise<URL> => {
      const { out } = await sites(['acl', 'paris', '--json'], env);
      return new URL((JSON.parse(out) as { redisUrl: string }).redisUrl);
    };
    const url = await urlOf({ REDIS_URL: 'rediss://boss:secret@redis.example.net:6380/2' });
    expect(url).toMatchObject({ host: 'redis.example.net:6380', username: 'site-paris', pathname: '/2' });
    expect(url.href).not.toMatch(/boss|secret/);
    expect(await urlOf({ REDIS_URL: 'redis://127.0.0.1:6379' })).toMatchObject({ host: 'redis.example.com:6380' });
    expect(await urlOf({})).toMatchObject({ host: 'redis.example.com:6380' });
  });

  it('refuses what is wrong: exit code 3, without a word of a secret', async () => {
    const runs = await Promise.all([
      sites(['acl', 'Not a site'], {}),
      sites(['acl', 'paris', '--redis-url', 'rediss://user:secret@h'], {}),
      sites(['acl', 'paris', '--redis-url', 'https://secret'], {}),
      sites(['acl', 'paris', '--password-file', '/does/not/exist'], {}),
      sites(['acl', 'paris', '--password-file', '-'], {}, 'secret'),
      sites(['acl', 'paris', '--password-file', '-'], {}, 'secret secret secret secret'),
      sites(['acl', 'paris'], { REDIS_URL: 'mysql://secret' }),
    ]);
    expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 3));
    expect(runs.map(({ out, err }) => out + err).join()).not.toContain('secret');
  });
});
