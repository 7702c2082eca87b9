import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, UserError } from './errors.mjs';
import { isAlive } from './processes.mjs';

/** @typedef {{ release: () => void }} Lock */
/** @typedef {{ pid: number, started: string | null }} Owner */

const ATTEMPTS = 5;

/**
 * Keeps a second launcher off a data directory. The lock of a launcher that was killed is taken over.
 * @param {string} dataDir made if missing
 * @returns {Lock}
 */
export function acquireLock(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const file = join(dataDir, 'launcher.lock');
  const mine = `${JSON.stringify({ pid: process.pid, started: startOf(process.pid) })}\n`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (createWhole(file, mine)) return { release: () => release(file, mine) };
    const found = readText(file);
    if (found === undefined) continue;
    const owner = parseOwner(found);
    if (owner && isOwnerAlive(owner)) throw alreadyRunning(dataDir, owner.pid);
    removeExactly(file, found);
  }
  throw new UserError(`Could not lock ${dataDir}: other launchers are starting on it at this moment.`);
}

/**
 * @param {string} dataDir
 * @param {number} pid
 */
function alreadyRunning(dataDir, pid) {
  return new UserError(
    `TwoTwenty already runs on ${dataDir} (process ${pid}).\n` +
      'Stop that one first, or start this one elsewhere: npm start -- --data-dir DIR --port N',
  );
}

/**
 * Creates a file with all its content in one step, or says that there is one already.
 * @param {string} file
 * @param {string} content
 */
function createWhole(file, content) {
  const prepared = `${file}.${process.pid}`;
  writeFileSync(prepared, content, { mode: 0o644 });
  try {
    linkSync(prepared, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Some file systems have no hard links.
    return createPlainly(file, content);
  } finally {
    rmSync(prepared, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} content
 */
function createPlainly(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a stale lock, but not the fresh one another launcher may have put in its place meanwhile.
 * @param {string} file
 * @param {string} stale
 */
function removeExactly(file, stale) {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readText(aside) === stale) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

/**
 * @param {string} file
 * @param {string} mine
 */
function release(file, mine) {
  if (readText(file) === mine) rmSync(file, { force: true });
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} text
 * @returns {Owner | undefined} nothing if it is not a lock's content (the disk was full, the power went)
 */
function parseOwner(text) {
  try {
    const { pid, started } = JSON.parse(text);
    return Number.isInteger(pid) && pid > 0
      ? { pid, started: typeof started === 'string' ? started : null }
      : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Owner} owner */
function isOwnerAlive({ pid, started }) {
  // Process ids are used again; a process is the same one only if it also started at the same time.
  return isAlive(pid) && (started === null || started === startOf(pid));
}

/**
 * @param {number} pid
 * @returns {string | null} tells processes with the same id apart; null where the system does not say
 */
function startOf(pid) {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return null;
  // The second field, the program's name in parentheses, may itself hold spaces and parentheses; the start is the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  // Dead, but its parent has not taken notice yet.
  if (state === 'Z') return null;
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${ticks}`;
}
