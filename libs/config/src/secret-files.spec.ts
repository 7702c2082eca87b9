import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readControllerConfig, readSetupConfig } from './apps.js';

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

  it('are refused beside what they stand for, and where they can not be read, without their content', () => {
    const read = () =>
      readControllerConfig({
        DATABASE_URL,
        SECRETS_KEY,
        SECRETS_KEY_FILE: file('key', SECRETS_KEY),
        ADMIN_TOKEN_FILE: join(folder, 'nowhere'),
        PORT: '0',
      });
    expect(read).toThrow(/SECRETS_KEY_FILE: can not be set besides SECRETS_KEY/);
    expect(read).toThrow(/ADMIN_TOKEN_FILE: the file can not be read \(ENOENT\)/);
    expect(read).toThrow(/PORT: must be a whole number/);
    expect(read).not.toThrow(SECRETS_KEY.slice(0, 20));
    const empty = () => readControllerConfig({ DATABASE_URL, SECRETS_KEY_FILE: file('empty', '\n') });
    expect(empty).toThrow(/SECRETS_KEY_FILE: the file is empty/);
  });
});
