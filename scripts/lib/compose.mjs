import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from './errors.mjs';
import { ROOT } from './paths.mjs';
import { lastLines, run } from './run.mjs';

/** @typedef {{ id: string, service: string, running: boolean, health: string | null, exitCode: number }} Container */
/**
 * The parts of what docker tells of a container that are looked at.
 * @typedef {object} Inspected
 * @property {string} Id
 * @property {{ Labels: Record<string, string> }} Config
 * @property {{ Running: boolean, ExitCode: number, Health?: { Status: string } }} State
 */

const LOOK_PAUSE_MS = 500;

/** docker-compose for one project: as the plug-in of docker where there is one, else the program of that name. */
export class Compose {
  #command;
  #options;
  #env;

  /**
   * @param {readonly [string, ...string[]]} command
   * @param {readonly string[]} options of every call, such as `-p` and `-f`
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(command, options, env) {
    this.#command = command;
    this.#options = options;
    this.#env = env;
  }

  /**
   * @param {readonly string[]} [options]
   * @param {NodeJS.ProcessEnv} [env]
   * @returns {Promise<Compose>}
   * @throws UserError where no engine answers, or there is no docker-compose
   */
  static async find(options = [], env = process.env) {
    const engine = await run('docker', ['version', '--format', '{{.Server.Version}}']);
    if (!engine.ok) {
      throw new UserError(
        `The cluster needs a Docker engine, and none answers (docker version: ${lastLines(engine.output, 2)}).\n` +
          'Install Docker and docker-compose, start the engine, and see that you may use it.',
      );
    }
    /** @type {[string, ...string[]][]} */
    const commands = [['docker', 'compose'], ['docker-compose']];
    for (const command of commands) {
      const [program, ...args] = command;
      if ((await run(program, [...args, 'version'])).ok) return new Compose(command, options, env);
    }
    throw new UserError('The cluster needs docker-compose 1.29 or later, or the compose plug-in of docker.');
  }

  /**
   * @param {readonly string[]} args
   * @returns {Promise<string>} what it printed on standard output
   * @throws UserError with the end of its output when it fails
   */
  async run(args) {
    const [program, ...first] = this.#command;
    const result = await run(program, [...first, ...this.#options, ...args], { cwd: ROOT, env: this.#env });
    if (!result.ok) throw new UserError(`docker-compose ${args[0]} failed:\n${lastLines(result.output)}`);
    return result.stdout;
  }

  /**
   * The containers of some services, those that have ended too.
   * @param {readonly string[]} services all when left out
   * @returns {Promise<Container[]>}
   */
  async containers(...services) {
    const ids = (await this.run(['ps', '-a', '-q', ...services])).split('\n').filter((id) => id !== '');
    if (ids.length === 0) return [];
    // One that was removed meanwhile is not shown, and counts as an error of the command.
    const { stdout } = await run('docker', ['inspect', '--type', 'container', ...ids]);
    /** @type {Inspected[]} */
    const inspected = JSON.parse(stdout);
    return inspected.map(({ Id, Config, State }) => ({
      id: Id,
      service: Config.Labels['com.docker.compose.service'] ?? '',
      running: State.Running,
      health: State.Health?.Status ?? null,
      exitCode: State.ExitCode,
    }));
  }

  /**
   * Waits until a service has that many containers, each of them healthy.
   * @param {string} service
   * @param {number} count
   * @param {number} limitMs
   * @throws UserError when it does not come to that in time
   */
  async untilHealthy(service, count, limitMs = 120_000) {
    await until(async () => {
      const containers = await this.containers(service);
      if (containers.length === count && containers.every(({ health }) => health === 'healthy')) return null;
      const seen = containers.map(({ running, health }) => (running ? health : 'ended')).join(', ');
      return `${service} should have ${count} healthy containers, but has: ${seen || 'none'}`;
    }, limitMs);
  }
}

/**
 * Waits until nothing is missing any more.
 * @param {() => Promise<string | null>} look returns what is missing, or null
 * @param {number} limitMs
 * @throws UserError with what was missing last
 */
export async function until(look, limitMs) {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const missing = await look();
    if (missing === null) return;
    if (performance.now() > giveUpAt) throw new UserError(missing);
    await sleep(LOOK_PAUSE_MS);
  }
}

/**
 * Runs docker itself.
 * @param {readonly string[]} args
 * @returns {Promise<string>} what it printed on standard output
 * @throws UserError
 */
export async function docker(args) {
  const result = await run('docker', args);
  if (!result.ok) throw new UserError(`docker ${args[0]} failed:\n${lastLines(result.output)}`);
  return result.stdout;
}
