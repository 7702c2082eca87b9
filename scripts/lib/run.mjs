import { spawn } from 'node:child_process';
import { messageOf } from './errors.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number | undefined} [uid]
 * @property {number | undefined} [gid]
 * @property {string} [input] written to its stdin
 */

/**
 * @typedef {object} RunResult
 * @property {boolean} ok it ran and exited with 0
 * @property {number | null} code
 * @property {string} stdout
 * @property {string} output stdout and stderr as they came, or why it could not be started
 */

/** @type {Map<import('node:child_process').ChildProcess, Promise<unknown>>} */
const running = new Map();

/**
 * Ends whatever `run` is waiting for, when the launcher is stopped in the middle of its set-up.
 * @param {number} graceMs until they are killed
 */
export async function stopRuns(graceMs) {
  const children = [...running.keys()];
  for (const child of children) child.kill('SIGTERM');
  const timer = setTimeout(() => children.forEach((child) => child.kill('SIGKILL')), graceMs);
  await Promise.allSettled(running.values());
  clearTimeout(timer);
}

/**
 * Runs a program to its end without a shell. Never rejects: a program that cannot be started is a result too.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { input, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...withoutUndefined(options), stdio: ['pipe', 'pipe', 'pipe'] });
    child.on('error', reject);
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    // A program that ends before it has read its input says so by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const closed = new Promise((done) => child.on('close', done));
    running.set(child, closed);
    void closed.then(() => running.delete(child));
    child.on('close', (code) => resolve({ ok: code === 0, code, stdout, output }));
  }).catch((error) => ({ ok: false, code: null, stdout: '', output: messageOf(error) }));
}

/**
 * Enough of a program's output to see why it failed: its last lines.
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = 20) {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * spawn() takes `uid: undefined` for an error.
 * @template {object} T
 * @param {T} options
 * @returns {{ [K in keyof T]: Exclude<T[K], undefined> }}
 */
export function withoutUndefined(options) {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return /** @type {any} */ (Object.fromEntries(entries));
}
