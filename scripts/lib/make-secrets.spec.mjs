import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';

const FOLDERS = ['admin', 'database', 'keys', 'queue'];

/** @type {string} */
let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'make-secrets-'));
  for (const folder of FOLDERS) mkdirSync(join(root, folder));
});
afterEach(() => rmSync(root, { recursive: true }));

async function makeSecrets() {
  const { ok, output } = await run(process.execPath, [join(ROOT, 'docker/make-secrets.mjs'), root]);
  expect(ok, output).toBe(true);
  const files = FOLDERS.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
  return new Map(files.map((name) => [name, readFileSync(join(root, name), 'utf8').trimEnd()]));
}

it('makes the secrets of a cluster once, for their owner alone', async () => {
  const made = await makeSecrets();
  expect([...made.keys()]).toEqual([
    'admin/password',
    'admin/token',
    'database/password',
    'keys/secrets-key',
    'queue/password',
    'queue/redis.conf',
  ]);
  expect(new Set(made.values()).size).toBe(made.size);
  expect(Buffer.from(made.get('keys/secrets-key') ?? '', 'base64')).toHaveLength(32);
  for (const name of made.keys()) expect(statSync(join(root, name)).mode & 0o777).toBe(0o600);
  expect(await makeSecrets()).toEqual(made);
});

it('hands a changed password to Redis, and starts from what a killed run left', async () => {
  await makeSecrets();
  writeFileSync(join(root, 'queue/password'), 'another "one"\n');
  writeFileSync(join(root, 'admin/token.new'), 'half');
  rmSync(join(root, 'admin/token'));
  const made = await makeSecrets();
  expect(made.get('queue/redis.conf')).toBe('requirepass "another \\"one\\""');
  expect(made.get('admin/token')).toMatch(/^[\w-]{43}$/);
  expect(made.has('admin/token.new')).toBe(false);
});
