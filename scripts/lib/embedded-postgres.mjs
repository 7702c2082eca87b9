import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { UserError } from './errors.mjs';
import { locateBinaries } from './postgres-binaries.mjs';
import { DATABASE, ensureCluster, postgresEnvironment, ROLE, stopLeftover } from './postgres-cluster.mjs';
import { choosePlace } from './postgres-place.mjs';

/**
 * @import { Place } from './postgres-place.mjs'
 * @import { Report, StartOrder } from '../postgres-guardian.mjs'
 */

/** @typedef {'info' | 'warn' | 'error'} Level */

/**
 * @typedef {object} EmbeddedPostgresOptions
 * @property {string} dataDir made if missing; no two servers may share one
 * @property {(message: string, level: Level) => void} [log] progress and serious lines of the server's log
 * @property {Readonly<Record<string, string | number | boolean>>} [settings] of postgresql.conf, e.g. `{ fsync: 'off' }`
 */

/**
 * @typedef {object} EmbeddedPostgres
 * @property {string} url postgres://… with the password; the same as long as it runs, even over restarts
 * @property {(graceMs?: number) => Promise<void>} stop fast shutdown; immediate after `graceMs` (default 7000)
 */

/** @typedef {{ child: import('node:child_process').ChildProcess, ended: Promise<string> }} Guardian */

const GUARDIAN = fileURLToPath(new URL('../postgres-guardian.mjs', import.meta.url));
const START_ATTEMPTS = 5;
const MAX_RESTART_DELAY_MS = 30_000;
const STEADY_MS = 60_000;
// What Postgres takes by default, and enough for some hundred thousand monitors.
const MIN_SHARED_BUFFERS_MIB = 128;
const MAX_SHARED_BUFFERS_MIB = 512;
// It is taken as it is used; the machine has other work, and the kernel keeps the files of Postgres as well.
const SHARE_OF_MEMORY = 1 / 32;
// Backends of a killed server may take a moment to notice; another process may have taken the port we had seen free.
const WORTH_ANOTHER_ATTEMPT =
  /could not bind|Address already in use|pre-existing shared memory|lock file .* already exists/;

/**
 * Starts the PostgreSQL that npm installed, on 127.0.0.1 and a free port, over the cluster in `dataDir`, which is made the
 * first time. A server that dies is started again at the same address until `stop()`.
 * @param {EmbeddedPostgresOptions} options
 * @returns {Promise<EmbeddedPostgres>}
 */
export async function startEmbeddedPostgres({ dataDir, log = () => undefined, settings = {} }) {
  // Others may pass through, as the account of Postgres must, but not list it; each secret in it has its own mode.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const place = await choosePlace(dataDir, await locateBinaries(), (message) => log(message, 'info'));
  await stopLeftover(place, (message) => log(message, 'warn'));
  const password = await ensureCluster(place, join(dataDir, 'postgres-password'));
  const server = new Server(place, join(dataDir, 'postgres.log'), settings, log);
  const port = await server.start();
  return {
    url: `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`,
    stop: (graceMs = 7000) => server.stop(graceMs),
  };
}

function sharedBuffersMib() {
  // A container may have less than the machine; 0 where there is no limit.
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const share = Math.floor((memory * SHARE_OF_MEMORY) / 2 ** 20);
  return Math.min(Math.max(share, MIN_SHARED_BUFFERS_MIB), MAX_SHARED_BUFFERS_MIB);
}

/** One server, kept running under a guardian process. */
class Server {
  #place;
  #logFile;
  #settings;
  #log;
  #port = 0;
  #stopping = false;
  /** @type {Guardian | undefined} */
  #guardian;
  #stopSignal = new AbortController();
  /** @type {Promise<void>} */
  #watch = Promise.resolve();

  /**
   * @param {Place} place
   * @param {string} logFile
   * @param {Readonly<Record<string, string | number | boolean>>} settings
   * @param {(message: string, level: Level) => void} log
   */
  constructor(place, logFile, settings, log) {
    this.#place = place;
    this.#logFile = logFile;
    this.#settings = settings;
    this.#log = log;
  }

  /** @returns {Promise<number>} the port it listens on */
  async start() {
    for (let attempt = 1; ; attempt += 1) {
      this.#port = await freePort();
      const failure = await this.#launch();
      if (failure === undefined) break;
      if (attempt === START_ATTEMPTS || !WORTH_ANOTHER_ATTEMPT.test(failure)) {
        throw new UserError(`PostgreSQL did not start (its log is ${this.#logFile}):\n${failure}`);
      }
      await sleep(500 * attempt);
    }
    this.#watch = this.#keepRunning();
    return this.#port;
  }

  /** @param {number} graceMs */
  async stop(graceMs) {
    this.#stopping = true;
    this.#stopSignal.abort();
    const guardian = this.#guardian;
    if (guardian?.child.connected) guardian.child.send({ type: 'stop', graceMs }, () => undefined);
    await guardian?.ended;
    await this.#watch;
  }

  async #keepRunning() {
    let delayMs = 500;
    while (!this.#stopping) {
      const since = Date.now();
      const reason = await this.#guardian?.ended;
      if (this.#stopping) return;
      if (Date.now() - since > STEADY_MS) delayMs = 500;
      this.#log(
        `PostgreSQL ended unexpectedly; starting it again in ${delayMs / 1000} s (${firstLine(reason)})`,
        'error',
      );
      await sleep(delayMs, undefined, { signal: this.#stopSignal.signal }).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, MAX_RESTART_DELAY_MS);
      if (this.#stopping) return;
      // The guardian may have been killed and its server not.
      await stopLeftover(this.#place, (message) => this.#log(message, 'warn')).catch(() => undefined);
      if (!this.#stopping && (await this.#launch()) === undefined) this.#log('PostgreSQL runs again', 'info');
    }
  }

  /** @returns {Promise<string | undefined>} why it failed; undefined when it takes connections */
  #launch() {
    // Its own process group: a Ctrl-C in the terminal is for the launcher, which stops Postgres last.
    const child = fork(GUARDIAN, [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      detached: true,
      env: {},
    });
    return new Promise((resolve) => {
      let reason = 'its guardian process was killed';
      child.on('message', (/** @type {Report} */ report) => {
        if (report.type === 'ready') resolve(undefined);
        else if (report.type === 'log') this.#log(report.line, 'error');
        else reason = [endOf(report), ...report.lastLines].join('\n');
      });
      const ended = new Promise((/** @type {(reason: string) => void} */ done) => {
        child.on('error', (error) => (reason = error.message));
        child.on('close', () => done(reason));
      });
      this.#guardian = { child, ended };
      void ended.then(resolve);
      child.send(this.#order(), () => undefined);
    });
  }

  /** @returns {StartOrder} */
  #order() {
    const { pgdata, account, binaries } = this.#place;
    const settings = {
      shared_buffers: `${sharedBuffersMib()}MB`,
      // After each checkpoint every page is written as a whole once: under load one came every minute. Where little is written, it holds little.
      max_wal_size: '2GB',
      ...this.#settings,
      port: this.#port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      log_destination: 'stderr',
      log_line_prefix: '%m [%p] ',
      timezone: 'UTC',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const ids = account.uid === undefined ? {} : { uid: account.uid, gid: account.gid ?? account.uid };
    return {
      type: 'start',
      command: binaries.postgres,
      args: ['-D', pgdata, ...args],
      env: postgresEnvironment(),
      ...ids,
      pgdata,
      logFile: this.#logFile,
    };
  }
}

/** @param {{ code: number | null, signal: string | null }} report */
function endOf({ code, signal }) {
  return signal ? `ended by ${signal}` : `ended with code ${code}`;
}

/** @param {string | undefined} text */
function firstLine(text = '') {
  return text.split('\n', 1)[0];
}

/** @returns {Promise<number>} a port of 127.0.0.1 nobody listens on at this moment */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
