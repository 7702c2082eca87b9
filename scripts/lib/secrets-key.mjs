import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, UserError } from './errors.mjs';

const KEY_BYTES = 32;
const KEY = /^[A-Za-z0-9+/]{43}=$/;
/** As many as the apps take in SECRETS_KEYS_ACCEPTED. */
const MAX_OLD_KEYS = 8;

/**
 * @typedef {object} SecretsKeys
 * @property {string} current seals and opens: 32 bytes in base64
 * @property {readonly string[]} accepted only open
 */

/**
 * The keys of stored secrets: those of the environment, else those of this data directory, whose first one is made at the first start.
 * Call it under the lock of the directory.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} dataDir
 * @param {boolean} isRotation whether a new key is put in front of those of the directory
 * @returns {SecretsKeys}
 */
export function secretsKeysOf(env, dataDir, isRotation) {
  const accepted = (env['SECRETS_KEYS_ACCEPTED'] ?? '').split(',').filter((key) => key.trim() !== '');
  const given = env['SECRETS_KEY'];
  if (given) {
    if (!isRotation) return { current: given, accepted };
    throw new UserError(
      '--rotate-secrets is for the key in the data directory, but SECRETS_KEY is set: change it there, put the old one into\n' +
        'SECRETS_KEYS_ACCEPTED, and run npx twotwenty secrets rotate.',
    );
  }
  const file = keyFile(dataDir);
  const stored = readKeys(file) ?? writeKeys(file, [newKey()]);
  const [current = '', ...older] = isRotation ? addKey(file, stored) : stored;
  return { current, accepted: [...older, ...accepted] };
}

/**
 * Forgets all keys but the first one.
 * @param {string} dataDir
 */
export function dropOldKeys(dataDir) {
  const file = keyFile(dataDir);
  const keys = readKeys(file);
  if (keys !== undefined && keys.length > 1) writeKeys(file, keys.slice(0, 1));
}

/**
 * One key a line: the first one seals, all of them open.
 * @param {string} dataDir
 */
export function keyFile(dataDir) {
  return join(dataDir, 'secrets.key');
}

/**
 * @param {string} file
 * @param {readonly string[]} stored
 */
function addKey(file, stored) {
  if (stored.length <= MAX_OLD_KEYS) return writeKeys(file, [newKey(), ...stored]);
  throw new UserError(
    `${file} holds ${stored.length} keys already. Enter the secrets again that npx twotwenty secrets rotate names, then remove\n` +
      'all lines but the first.',
  );
}

function newKey() {
  return randomBytes(KEY_BYTES).toString('base64');
}

/**
 * @param {string} file
 * @returns {string[] | undefined} undefined when there is no such file
 */
function readKeys(file) {
  const keys = contentOf(file)
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (keys === undefined || (keys.length > 0 && keys.every((key) => KEY.test(key)))) return keys;
  throw new UserError(
    `${file} does not hold a key in each line. Put it back from a backup; or remove it, and enter the secrets of all actions and\n` +
      'credentials again.',
  );
}

/** @param {string} file */
function contentOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * In one step, so that a start that was killed leaves the keys of before or those of after; and on the disk when it returns, since
 * secrets are sealed with them next. For its owner alone.
 * @template {readonly string[]} T
 * @param {string} file
 * @param {T} keys
 * @returns {T}
 */
function writeKeys(file, keys) {
  const prepared = `${file}.new`;
  const handle = openSync(prepared, 'w', 0o600);
  writeSync(handle, keys.map((key) => `${key}\n`).join(''));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(prepared, file);
  syncFolder(join(file, '..'));
  return keys;
}

/**
 * The new name is on the disk only when the folder is. Windows has no such thing.
 * @param {string} folder
 */
function syncFolder(folder) {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
