import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManagedProcess } from '@twotwenty/testing/managed-process';
import { freePort } from '@twotwenty/testing/ports';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  copyRepository,
  processesOf,
  processOfApp,
  removeBuild,
  startLauncher,
  untilReady,
} from '../support/launcher.js';

const ADMIN_TOKEN = 'a-token-of-the-launcher-tests';

/** One launcher's life, told in order: each test begins where the one before it ended. */
describe.sequential('npm start', () => {
  let copy: string;
  let port: number;
  let launcher: ManagedProcess;
  let key: string;

  beforeAll(async () => {
    copy = copyRepository();
    removeBuild(copy, 'demo');
    port = await freePort();
  });
  afterAll(async () => {
    await launcher?.stop(45_000);
    for (const pid of processesOf(copy).keys()) process.kill(pid, 'SIGKILL');
  });

  const keyFile = () => join(copy, '.data', 'secrets.key');
  const address = () => `http://127.0.0.1:${port}`;
  const start = async (args: readonly string[] = []) => {
    launcher = await startLauncher(copy, ['--port', String(port), ...args], { ADMIN_TOKEN });
    await untilReady(launcher);
  };
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${address()}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
    return response.json();
  };
  const gone = () =>
    waitFor(() => processesOf(copy).size === 0, { what: `all processes of ${copy} to end`, timeoutMs: 45_000 });

  it('builds, starts everything and shows address and password', async () => {
    await start();
    expect(existsSync(join(copy, 'apps/demo/dist/main.js'))).toBe(true);
    expect(launcher.logs()).toContain(address());
    expect((await fetch(`${address()}/api/v1/health`)).status).toBe(200);

    const password = /password: (\S+)/.exec(launcher.logs())?.[1];
    const login = await fetch(`${address()}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password }),
    });
    expect(login.ok).toBe(true);
  });

  it('keeps a key for secrets beside the data, for its owner alone', () => {
    key = readFileSync(keyFile(), 'utf8');
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  });

  it('lets no second launcher use the same data', async () => {
    const second = await startLauncher(copy, ['--port', String(await freePort())]);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.logs()).toContain(`already runs on ${join(copy, '.data')} (process ${launcher.pid})`);
  });

  it('names the port that is taken, before any set-up', async () => {
    const second = await startLauncher(copy, ['--port', String(port), '--data-dir', join(copy, 'other data')]);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.logs()).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(second.logs()).not.toContain('Packages');
  });

  it('starts an app again that crashed', async () => {
    const before = processOfApp(copy, 'worker');
    process.kill(before, 'SIGKILL');
    await waitFor(() => processOfApp(copy, 'worker') !== before, { what: 'a new worker', timeoutMs: 45_000 });
    expect(launcher.logs()).toContain('worker was ended by SIGKILL; it is started again in 0.5 s');
  });

  it('leaves no process behind when it is killed', async () => {
    await launcher.kill();
    await gone();
  });

  it('starts again after that, on the same data and without a build', async () => {
    const builtAt = statSync(join(copy, 'node_modules', '.twotwenty-build')).mtimeMs;
    await start();
    expect(statSync(join(copy, 'node_modules', '.twotwenty-build')).mtimeMs).toBe(builtAt);
    expect(launcher.logs()).not.toContain('password:');
    expect(readFileSync(keyFile(), 'utf8')).toBe(key);
  });

  it('seals secrets with a new key when told to, and forgets the old one', async () => {
    const login = { kind: 'password', username: 'root', password: 'geheim' };
    await ask('POST', 'credentials', { name: 'A', uses: ['recovery'], login });
    await launcher.stop(45_000);
    await start(['--rotate-secrets']);
    const made = readFileSync(keyFile(), 'utf8');
    expect(Buffer.from(made, 'base64')).toHaveLength(32);
    expect(made).not.toBe(key);
    expect(launcher.logs()).toMatch(/secrets +info +Sealed again with the key [0-9a-f]{8}: 1/);
    for (const secret of [made.trim(), key.trim(), 'geheim']) expect(launcher.logs()).not.toContain(secret);
    expect(await ask('GET', 'audit?action=secrets-rotated')).toMatchObject({ items: [{ details: { resealed: 1 } }] });
  });

  it('keeps all keys and goes on where a secret opens with none of them', async () => {
    await launcher.stop(45_000);
    const other = `${randomBytes(32).toString('base64')}\n`;
    writeFileSync(keyFile(), other);
    await start(['--rotate-secrets']);
    expect(launcher.logs()).toMatch(/secrets +warn +credential "A": login.password/);
    expect(launcher.logs()).toContain(`the old keys stay in ${keyFile()}`);
    const [first, ...rest] = readFileSync(keyFile(), 'utf8').trim().split('\n');
    expect(Buffer.from(first ?? '', 'base64')).toHaveLength(32);
    expect(rest).toEqual([other.trim()]);
  });

  it('stops everything in order on SIGTERM', async () => {
    const began = performance.now();
    expect(await launcher.stop(45_000)).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(12_000);
    expect([...processesOf(copy).values()]).toEqual([]);
    expect(existsSync(join(copy, '.data', 'launcher.lock'))).toBe(false);
    expect(existsSync(join(copy, '.data', 'pgdata', 'postmaster.pid'))).toBe(false);

    const stops = [...launcher.logs().matchAll(/(\w+) +info +stopping why=SIGTERM/g)].map(([, app]) => app);
    expect(stops).toEqual(['worker', 'controller', 'evaluator']);
  });
});
