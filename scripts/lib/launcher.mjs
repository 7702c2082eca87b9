import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt } from './build.mjs';
import { SupervisedChild } from './child.mjs';
import { childEnvironments } from './child-environments.mjs';
import { startEmbeddedPostgres } from './embedded-postgres.mjs';
import { UserError } from './errors.mjs';
import { ensureInstalled } from './install.mjs';
import { acquireLock } from './lock.mjs';
import { formatLogLine, launcherLine } from './log-line.mjs';
import { addressOf, assertPortFree, isHealthy } from './network.mjs';
import { ROOT } from './paths.mjs';
import { box, Progress } from './progress.mjs';
import { run, stopRuns } from './run.mjs';
import { dropOldKeys, keyFile, secretsKeysOf } from './secrets-key.mjs';
import { stopInOrder } from './stop-order.mjs';

/** @import { Options } from './options.mjs' */

const STOP_LIMIT_MS = 9500;
const STOP_RESERVE_MS = 1500;
const READY_LIMIT_MS = 180_000;
// An app that cannot start at all (a bad setting) would be restarted for ever; people should get their prompt back.
const CRASHES_BEFORE_GIVING_UP = 5;

/** Everything `npm start` does: sets up, runs the apps and stops them again. */
export class Launcher {
  #options;
  #progress = new Progress();
  #stopped = new AbortController();
  /** @type {import('./lock.mjs').Lock | undefined} */
  #lock;
  /** @type {import('./embedded-postgres.mjs').EmbeddedPostgres | undefined} */
  #postgres;
  /** @type {Map<string, SupervisedChild>} */
  #children = new Map();

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
  }

  /** Resolves when everything runs. */
  async start() {
    const { host, port, dataDir, rotateSecrets } = this.#options;
    this.#lock = acquireLock(dataDir);
    await assertPortFree(host, port);
    await this.#step('Packages', ensureInstalled);
    await this.#step('Build', ensureBuilt);
    const databaseUrl = this.#options.databaseUrl ?? (await this.#step('PostgreSQL', () => this.#startPostgres()));
    const environments = childEnvironments(process.env, {
      ...this.#options,
      databaseUrl,
      adminToken:
        process.env['ADMIN_TOKEN'] || (this.#options.demo ? randomBytes(32).toString('base64url') : undefined),
      secretsKeys: secretsKeysOf(process.env, dataDir, rotateSecrets),
    });
    const password = await this.#step('Database', () => this.#setUp(environments.setup));
    try {
      if (rotateSecrets) await this.#step('Stored secrets', () => this.#rotateSecrets(environments.rotation));
      await this.#step('Controller, evaluator and worker', () => this.#startApps(environments));
    } catch (error) {
      if (password !== null) this.print(`\n${box(passwordLines(password))}`);
      throw error;
    }
    this.#welcome(password);
  }

  /** Stops everything in order, whatever stage `start` is in. */
  async stop() {
    this.#stopped.abort();
    await stopRuns(STOP_RESERVE_MS);
    const child = (/** @type {string} */ name) => this.#children.get(name) ?? [];
    const stages = [[child('worker'), child('demo')].flat(), [child('controller')].flat(), [child('evaluator')].flat()];
    const postgres = this.#postgres;
    const last = postgres ? [[{ name: 'postgres', stop: (/** @type {number} */ ms) => postgres.stop(ms) }]] : [];
    await stopInOrder([...stages, ...last], STOP_LIMIT_MS, STOP_RESERVE_MS);
    this.#lock?.release();
  }

  /** Ends at once; Postgres stops by itself when its guardian sees that we are gone. */
  kill() {
    for (const child of this.#children.values()) child.kill();
    this.#lock?.release();
  }

  /** @param {string} line */
  print(line) {
    this.#progress.print(line);
  }

  /**
   * @template T
   * @param {string} name
   * @param {() => T | Promise<T>} work
   */
  async #step(name, work) {
    const result = await this.#progress.step(name, work);
    // Whatever a stop interrupted has been cleaned up by it; what was begun afterwards would not be.
    this.#stopped.signal.throwIfAborted();
    return result;
  }

  async #startPostgres() {
    const postgres = await startEmbeddedPostgres({
      dataDir: this.#options.dataDir,
      log: (message, level) => this.print(launcherLine(level, message, 'postgres')),
    });
    // Stopped meanwhile: `stop` did not see it.
    if (this.#stopped.signal.aborted) await postgres.stop();
    this.#postgres = postgres;
    return postgres.url;
  }

  /**
   * Migrates database and queue, and makes the administrator.
   * @param {NodeJS.ProcessEnv} env
   * @returns {Promise<string | null>} the administrator's password if one was generated
   */
  async #setUp(env) {
    const script = join(ROOT, 'apps/controller/dist/setup.js');
    const result = await run(process.execPath, ['--enable-source-maps', script], { cwd: ROOT, env });
    const answer = result.stdout.split('\n').find((line) => line.includes('"generatedAdminPassword"'));
    if (result.ok && answer) return JSON.parse(answer).generatedAdminPassword;
    const lines = result.output.trimEnd().split('\n').slice(-30);
    throw new UserError(
      `Preparing the database failed:\n${lines.map((line) => formatLogLine('setup', line)).join('\n')}`,
    );
  }

  /**
   * Seals all secrets with the new key and forgets the old ones. Where that does not work all keys stay, and so everything goes on.
   * @param {NodeJS.ProcessEnv} env
   */
  async #rotateSecrets(env) {
    const script = join(ROOT, 'apps/cli/bin/twotwenty.mjs');
    const result = await run(process.execPath, [script, 'secrets', 'rotate'], { cwd: ROOT, env });
    if (this.#stopped.signal.aborted) return;
    const { dataDir } = this.#options;
    if (result.ok) dropOldKeys(dataDir);
    for (const line of result.output.trimEnd().split('\n')) {
      this.print(launcherLine(result.ok ? 'info' : 'warn', line, 'secrets'));
    }
    if (!result.ok) this.print(launcherLine('warn', `the old keys stay in ${keyFile(dataDir)}`, 'secrets'));
  }

  /** @param {ReturnType<typeof childEnvironments>} environments */
  async #startApps(environments) {
    /** @type {('controller' | 'evaluator' | 'worker' | 'demo')[]} */
    const names = ['controller', 'evaluator', 'worker'];
    // Its servers should be there when the worker first looks.
    if (this.#options.demo) names.unshift('demo');
    for (const name of names) {
      const script = join(ROOT, 'apps', name, 'dist/main.js');
      const child = new SupervisedChild({ name, script, env: environments[name] }, (line) => this.print(line));
      this.#children.set(name, child);
      child.start();
    }
    await this.#untilReady();
  }

  async #untilReady() {
    const address = addressOf(this.#options.host, this.#options.port);
    const deadline = performance.now() + READY_LIMIT_MS;
    while (!(await isHealthy(address))) {
      this.#stopped.signal.throwIfAborted();
      const failing = [...this.#children.values()].find((child) => child.crashes >= CRASHES_BEFORE_GIVING_UP);
      if (failing) throw new UserError(`${failing.name} does not start; its log above says why.`);
      if (performance.now() > deadline)
        throw new UserError(`Nothing healthy answers at ${address}; see the log above.`);
      await sleep(50);
    }
  }

  /** @param {string | null} password */
  #welcome(password) {
    const lines = [`TwoTwenty is ready: ${addressOf(this.#options.host, this.#options.port)}`];
    if (password !== null) lines.push('', ...passwordLines(password));
    this.print(`\n${box(lines)}\nCtrl-C stops it.\n`);
  }
}

/** @param {string} password */
function passwordLines(password) {
  return [`Administrator's password: ${password}`, 'Note it down: it is shown only this once.'];
}
