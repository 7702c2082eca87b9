import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readControllerConfig, readSetupConfig, readWorkerConfig } from './apps.js';

const DATABASE_URL = 'postgres://twotwenty@db.example.com:5432/twotwenty';
const SECRETS_KEY = Buffer.alloc(32, 'k').toString('base64');

describe('secrets in files', () => {
  let folder: string;
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'secret-files-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('stand for the variables, without the line end', () => {
    const config = readControllerConfig({
      DATABASE_URL,
      SECRETS_KEY_FILE: file('key', `${SECRETS_KEY}\n`),
      SECRETS_KEYS_ACCEPTED_FILE: file('accepted', `${SECRETS_KEY},${SECRETS_KEY}\n`),
      ADMIN_TOKEN_FILE: file('token', 'a-token-of-16-characters\r\n'),
    });
    expect(config).toMatchObject({
      secretsKey: SECRETS_KEY,
      secretsKeysAccepted: [SECRETS_KEY, SECRETS_KEY],
      adminToken: 'a-token-of-16-characters',
    });
    const setup = readSetupConfig({ DATABASE_URL, ADMIN_PASSWORD_FILE: file('admin', 'correct horse\n') });
    expect(setup.adminPassword).toBe('correct horse');
  });

  it.each(['simple', 'p@ss:w/rd?#%25 ä', '%'])('put the password %j into the URL', (password) => {
    const path = file('password', `${password}\n`);
    const { databaseUrl, queue } = readSetupConfig({
      DATABASE_URL,
      DATABASE_PASSWORD_FILE: path,
      REDIS_URL: 'redis://redis.example.com:6379',
      REDIS_PASSWORD_FILE: path,
    });
    const [database, redis] = [new URL(databaseUrl), new URL(queue.url)];
    expect([database.username, database.host, database.pathname]).toEqual([
      'twotwenty',
      'db.example.com:5432',
      '/twotwenty',
    ]);
    expect([redis.username, redis.host]).toEqual(['', 'redis.example.com:6379']);
    for (const url of [database, redis]) expect(decodeURIComponent(url.password)).toBe(password);
  });

  it('are refused beside what they stand for, and where they can not be read, without their content', () => {
    const read = () =>
      readControllerConfig({
        DATABASE_URL: 'postgres://u:hidden@h/db',
        DATABASE_PASSWORD_FILE: file('password', 'hidden'),
        SECRETS_KEY,
        SECRETS_KEY_FILE: file('key', SECRETS_KEY),
        ADMIN_TOKEN_FILE: join(folder, 'nowhere'),
        PORT: '0',
      });
    expect(read).toThrow(/DATABASE_PASSWORD_FILE: can not be set besides a password in DATABASE_URL/);
    expect(read).toThrow(/SECRETS_KEY_FILE: can not be set besides SECRETS_KEY/);
    expect(read).toThrow(/ADMIN_TOKEN_FILE: the file can not be read \(ENOENT\)/);
    expect(read).toThrow(/PORT: must be a whole number/);
    expect(read).not.toThrow(new RegExp(`hidden|${SECRETS_KEY.slice(0, 20)}`));
    const empty = () => readWorkerConfig({ REDIS_URL: 'redis://h', REDIS_PASSWORD_FILE: file('empty', '\n') });
    expect(empty).toThrow(/REDIS_PASSWORD_FILE: the file is empty/);
  });

  it('do not hide that a URL is missing or wrong', () => {
    const read = () => readWorkerConfig({ REDIS_URL: 'nonsense', REDIS_PASSWORD_FILE: file('password', 'p') });
    expect(read).toThrow(/REDIS_URL: must be a URL/);
    expect(() => readWorkerConfig({ REDIS_PASSWORD_FILE: file('password', 'p') })).toThrow(/REDIS_URL: must be set/);
  });
});
