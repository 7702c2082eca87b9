import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from './errors.mjs';
import { dropOldKeys, secretsKeysOf } from './secrets-key.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'secrets.key');
const content = () => readFileSync(file(), 'utf8');
/** @param {NodeJS.ProcessEnv} [env] */
const keys = (env = {}) => secretsKeysOf(env, folder, false);
/** @param {NodeJS.ProcessEnv} [env] */
const rotated = (env = {}) => secretsKeysOf(env, folder, true);

describe('secretsKeysOf', () => {
  it('makes a key once, for its owner alone', () => {
    const { current, accepted } = keys();
    expect(Buffer.from(current, 'base64')).toHaveLength(32);
    expect(accepted).toEqual([]);
    expect(keys().current).toBe(current);
    expect(readdirSync(folder)).toEqual(['secrets.key']);
    expect(content()).toBe(`${current}\n`);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('makes another for another folder', () => {
    const { current } = keys();
    rmSync(file());
    expect(keys().current).not.toBe(current);
  });

  it.each(['', 'short', `${'A'.repeat(43)}=\nshort`])('replaces no file that holds %j', (wrong) => {
    writeFileSync(file(), wrong);
    for (const read of [keys, rotated]) expect(() => read()).toThrow(UserError);
    expect(content()).toBe(wrong);
  });

  it('lets the environment win, and takes its further keys along', () => {
    expect(keys({ SECRETS_KEY: 'a', SECRETS_KEYS_ACCEPTED: 'b,c' })).toEqual({ current: 'a', accepted: ['b', 'c'] });
    expect(readdirSync(folder)).toEqual([]);
    const { current } = keys();
    expect(keys({ SECRETS_KEY: '', SECRETS_KEYS_ACCEPTED: '' })).toEqual({ current, accepted: [] });
    expect(keys({ SECRETS_KEYS_ACCEPTED: 'b' })).toEqual({ current, accepted: ['b'] });
  });

  it('puts a new key in front, and forgets the old ones when told to', () => {
    const old = keys().current;
    const { current, accepted } = rotated();
    expect(current).not.toBe(old);
    expect(accepted).toEqual([old]);
    expect(content()).toBe(`${current}\n${old}\n`);
    // A start that was killed here goes on with both.
    expect(keys()).toEqual({ current, accepted: [old] });
    dropOldKeys(folder);
    expect(content()).toBe(`${current}\n`);
    expect(readdirSync(folder)).toEqual(['secrets.key']);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('starts from whatever a killed start left prepared', () => {
    const { current } = keys();
    writeFileSync(`${file()}.new`, 'half a k');
    expect(rotated().accepted).toEqual([current]);
    expect(readdirSync(folder)).toEqual(['secrets.key']);
  });

  it('collects no more keys than the apps take', () => {
    keys();
    for (let count = 0; count < 8; count += 1) rotated();
    const before = content();
    expect(() => rotated()).toThrow(/holds 9 keys already/);
    expect(content()).toBe(before);
  });

  it('does not rotate a key that the environment gives', () => {
    expect(() => rotated({ SECRETS_KEY: 'a' })).toThrow(/SECRETS_KEY is set/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
