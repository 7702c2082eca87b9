import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withoutUndefined } from './lib/run.mjs';

/**
 * Runs one Postgres for the launcher, and stops it when the launcher vanishes: the IPC channel closes even on a kill -9.
 * It talks over that channel alone: its standard streams would break with the launcher, and take it down.
 *
 * @typedef {{ type: 'start', command: string, args: string[], env: NodeJS.ProcessEnv, uid?: number, gid?: number,
 *   pgdata: string, logFile: string }} StartOrder
 * @typedef {StartOrder | { type: 'stop', graceMs: number }} Order
 * @typedef {{ type: 'ready' } | { type: 'log', line: string } |
 *   { type: 'exited', code: number | null, signal: string | null, lastLines: string[] }} Report
 */

const MAX_LOG_BYTES = 10 * 1024 * 1024;
const READY_POLL_MS = 20;
const DEFAULT_GRACE_MS = 7000;
const SERIOUS = /\b(FATAL|PANIC): {2}|was terminated by signal|could not (write|extend|fsync|resize)/;
// Said to every client that connects too early or is connected at a stop.
const ORDINARY = /the database system is (starting up|shutting down|not yet)|terminating connection due to/;

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
let stopping = false;

/** @param {Report} report */
function tell(report) {
  if (process.connected) process.send?.(report, () => undefined);
}

/** @param {string} file */
function openLog(file) {
  if (existsSync(file) && statSync(file).size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // A full disk must not stop the one who can stop Postgres properly.
  stream.on('error', () => undefined);
  return stream;
}

/** @param {StartOrder} order */
function start({ command, args, env, uid, gid, pgdata, logFile }) {
  const log = openLog(logFile);
  const child = spawn(command, args, {
    cwd: '/',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...withoutUndefined({ uid, gid }),
  });
  server = child;
  /** @type {string[]} */
  const lastLines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      if (SERIOUS.test(line) && !ORDINARY.test(line)) tell({ type: 'log', line });
    });
  }
  const poll = setInterval(() => {
    if (!isReady(pgdata, child.pid)) return;
    clearInterval(poll);
    tell({ type: 'ready' });
  }, READY_POLL_MS);
  child.on('error', (error) => lastLines.push(error.message));
  child.on('close', (code, signal) => {
    clearInterval(poll);
    tell({ type: 'exited', code, signal, lastLines });
    log.end(() => process.exit(0));
  });
}

/**
 * The pid file's eighth line is the server's own word on whether it takes connections.
 * @param {string} pgdata
 * @param {number | undefined} pid
 */
function isReady(pgdata, pid) {
  try {
    const lines = readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

/** @param {number} graceMs */
function stop(graceMs) {
  if (server?.pid === undefined) process.exit(0);
  if (stopping) return;
  stopping = true;
  // SIGINT is a fast shutdown (connections are closed, all is written); SIGQUIT an immediate one, with recovery at the next start.
  server.kill('SIGINT');
  setTimeout(() => server?.kill('SIGQUIT'), graceMs);
}

process.on('message', (/** @type {Order} */ order) => {
  if (order.type === 'start') start(order);
  else stop(order.graceMs);
});
process.on('disconnect', () => stop(DEFAULT_GRACE_MS));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(DEFAULT_GRACE_MS));
