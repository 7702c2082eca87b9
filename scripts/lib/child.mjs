import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { formatLogLine, launcherLine } from './log-line.mjs';
import { ROOT } from './paths.mjs';
import { NODE_ARGUMENTS } from './node-arguments.mjs';

/**
 * @typedef {object} ChildSpec
 * @property {string} name
 * @property {string} script absolute path of a JavaScript file
 * @property {NodeJS.ProcessEnv} env all of its environment; secrets travel here, never in arguments
 */

/**
 * The pauses before a process is started again.
 * @typedef {{ firstMs: number, longestMs: number, healthyAfterMs: number }} Backoff
 */

/** @type {Backoff} */
export const BACKOFF = { firstMs: 500, longestMs: 30_000, healthyAfterMs: 60_000 };

/** One app's process, started again whenever it ends by itself. */
export class SupervisedChild {
  #spec;
  #print;
  #backoff;
  #stopping = false;
  #crashes = 0;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  /** @type {NodeJS.Timeout | undefined} */
  #restart;
  /** @type {Promise<void>} */
  #ended = Promise.resolve();

  /**
   * @param {ChildSpec} spec
   * @param {(line: string) => void} print takes the log's lines
   * @param {Backoff} [backoff]
   */
  constructor(spec, print, backoff = BACKOFF) {
    this.#spec = spec;
    this.#print = print;
    this.#backoff = backoff;
  }

  get name() {
    return this.#spec.name;
  }

  /** How often it ended by itself since it was last healthy. */
  get crashes() {
    return this.#crashes;
  }

  start() {
    const { script, env, name } = this.#spec;
    const began = Date.now();
    // In a process group of its own: a Ctrl-C in the terminal must reach the launcher alone, which stops all in order. The
    // IPC channel is never used to say anything: it closes when the launcher is killed, and so ends the child.
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, script], {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#print(formatLogLine(name, line)));
    }
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#print(launcherLine('error', `${name} could not be started: ${error.message}`));
        if (child.pid === undefined) resolve();
      });
      child.once('close', () => resolve());
      // Its last lines come after its exit; but a program it left behind may keep its output open for ever.
      child.once('exit', () => setTimeout(resolve, 200));
      child.once('exit', (code, signal) => this.#onExit(code, signal, began));
    });
  }

  /**
   * Asks it to end, and ends it after `graceMs`.
   * @param {number} graceMs
   */
  async stop(graceMs) {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.#print(launcherLine('warn', `${this.name} did not stop in time and was killed`));
      killGroup(child);
    }, graceMs);
    await this.#ended;
    clearTimeout(timer);
  }

  kill() {
    this.#stopping = true;
    clearTimeout(this.#restart);
    if (this.#process) killGroup(this.#process);
  }

  /**
   * @param {number | null} code
   * @param {string | null} signal
   * @param {number} began
   */
  #onExit(code, signal, began) {
    if (this.#stopping) return;
    this.#crashes = Date.now() - began >= this.#backoff.healthyAfterMs ? 1 : this.#crashes + 1;
    const pauseMs = restartPauseMs(this.#crashes, this.#backoff);
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    this.#print(launcherLine('error', `${this.name} ${how}; it is started again in ${pauseMs / 1000} s`));
    this.#restart = setTimeout(() => this.start(), pauseMs);
  }
}

/**
 * Kills a process and those it started.
 * @param {import('node:child_process').ChildProcess} child
 */
function killGroup(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/**
 * @param {number} crashes in a row, at least 1
 * @param {Backoff} backoff
 * @returns {number} doubling from the first pause to the longest
 */
export function restartPauseMs(crashes, { firstMs, longestMs }) {
  return Math.min(firstMs * 2 ** (crashes - 1), longestMs);
}
