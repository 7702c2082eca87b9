import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from './lock.mjs';

describe('acquireLock', () => {
  /** @type {string} */
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'twotwenty lock '));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a second owner, names the first, and is free again after the release', () => {
    const lock = acquireLock(folder);
    expect(() => acquireLock(folder)).toThrow(`already runs on ${folder} (process ${process.pid})`);
    lock.release();
    acquireLock(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes the folder', () => {
    const missing = join(folder, 'a', 'b');
    acquireLock(missing).release();
    expect(existsSync(missing)).toBe(true);
  });

  it.each([
    ['a process that is gone', () => JSON.stringify({ pid: deadPid(), started: null })],
    ['another process that got the same id', () => JSON.stringify({ pid: process.pid, started: 'another boot/1' })],
    ['nobody: the power went while it was written', () => ''],
    ['nobody: it is no lock', () => '{"pid":"x"}'],
  ])('takes over the lock of %s', (_whose, content) => {
    writeFileSync(join(folder, 'launcher.lock'), content());
    const lock = acquireLock(folder);
    expect(JSON.parse(readFileSync(join(folder, 'launcher.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not remove a lock that has become somebody else’s', () => {
    const lock = acquireLock(folder);
    const file = join(folder, 'launcher.lock');
    writeFileSync(file, '{"pid":1,"started":null}\n');
    lock.release();
    expect(existsSync(file)).toBe(true);
  });
});

/** @returns {number} the id of a process that has ended */
function deadPid() {
  return spawnSync(process.execPath, ['--version']).pid;
}
