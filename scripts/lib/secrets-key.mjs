import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, UserError } from './errors.mjs';

const KEY_BYTES = 32;

/**
 * The key that seals the secrets of this data directory; made at the first start. Its file is for its owner alone. Call
 * it under the lock of the directory.
 * @param {string} dataDir
 * @returns {string} 32 bytes in base64
 */
export function secretsKeyOf(dataDir) {
  const file = join(dataDir, 'secrets.key');
  const key = readKey(file) ?? makeKey(file);
  if (Buffer.from(key, 'base64').length === KEY_BYTES) return key;
  throw new UserError(
    `${file} does not hold a key. Put it back from a backup; or remove it, and enter the secrets of all actions again.`,
  );
}

/** @param {string} file */
function readKey(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * In one step, so that no half a key is left by a start that was killed.
 * @param {string} file
 */
function makeKey(file) {
  const key = randomBytes(KEY_BYTES).toString('base64');
  const prepared = `${file}.new`;
  const handle = openSync(prepared, 'w', 0o600);
  writeSync(handle, `${key}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(prepared, file);
  return key;
}
