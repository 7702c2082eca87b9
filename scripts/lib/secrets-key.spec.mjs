import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from './errors.mjs';
import { secretsKeyOf } from './secrets-key.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('secretsKeyOf', () => {
  it('makes a key once, for its owner alone', () => {
    const key = secretsKeyOf(folder);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(secretsKeyOf(folder)).toBe(key);
    expect(readdirSync(folder)).toEqual(['secrets.key']);
    expect(readFileSync(join(folder, 'secrets.key'), 'utf8')).toBe(`${key}\n`);
    expect(statSync(join(folder, 'secrets.key')).mode & 0o777).toBe(0o600);
  });

  it('makes another for another folder', () => {
    const key = secretsKeyOf(folder);
    rmSync(join(folder, 'secrets.key'));
    expect(secretsKeyOf(folder)).not.toBe(key);
  });

  it.each(['', 'short'])('replaces no file that holds %j', (content) => {
    writeFileSync(join(folder, 'secrets.key'), content);
    expect(() => secretsKeyOf(folder)).toThrow(UserError);
    expect(readFileSync(join(folder, 'secrets.key'), 'utf8')).toBe(content);
  });
});
