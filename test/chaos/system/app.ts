import { startProcess, type ManagedProcess } from '@twotwenty/testing/managed-process';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { waitFor } from '@twotwenty/testing/wait-for';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type AppName = 'controller' | 'evaluator' | 'worker';

/** Of a supervisor: so long after its end an app is started again. */
const RESTART_PAUSE_MS = 500;
const READY = /"msg":"(ready|listening)"/;
const READY_LIMIT_MS = 60_000;

export type Environment = Readonly<Record<string, string | undefined>>;

/** How to run an app. */
export interface AppDefinition {
  readonly name: AppName;
  /** With its number, such as `worker 2`. */
  readonly label: string;
  readonly env: Environment;
  readonly logFolder: string;
  /** Put before the command, as `nsenter` with its arguments. */
  readonly wrapper?: readonly string[];
}

/** One app from `dist`, started again when it ends, as a supervisor would. All its runs write into one log. */
export class SupervisedApp {
  readonly label: string;
  readonly name: AppName;
  private readonly log: WriteStream;
  private process: ManagedProcess | undefined;
  private ready = Promise.resolve();
  private watch = Promise.resolve();
  private stopping = false;
  private extra: Environment = {};

  constructor(private readonly definition: AppDefinition) {
    this.label = definition.label;
    this.name = definition.name;
    this.log = createWriteStream(join(definition.logFolder, `${this.label.replace(' ', '-')}.log`), { flags: 'a' });
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Starts it. @returns resolves when it says that it is ready, for the first time */
  async start(): Promise<void> {
    await this.launch();
    this.watch = this.keepRunning();
    await this.untilReady();
  }

  /** @throws when the run under way, or the next one, is not ready in time */
  async untilReady(): Promise<void> {
    await waitFor(
      async () => {
        await this.ready;
        return true;
      },
      { what: `${this.label} to be ready`, timeoutMs: READY_LIMIT_MS, intervalMs: 50 },
    );
  }

  /** Ends it as a crash does. It is started again at once, which is not waited for. @param env changed for the next run */
  async kill(env: Environment = {}): Promise<void> {
    this.extra = env;
    const { process } = this;
    this.ready = Promise.reject(new Error('it was killed'));
    this.ready.catch(() => undefined);
    await process?.kill();
  }

  /** Halts it (SIGSTOP), or lets it go on (SIGCONT). Nothing happens when it has ended meanwhile. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const { process } = this;
    if (process === undefined || process.end !== undefined) return;
    globalThis.process.kill(-process.pid, signal);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.signal('SIGCONT');
    await this.process?.stop(10_000);
    await this.watch;
    this.log.end();
  }

  private async launch(): Promise<void> {
    const { wrapper = [], env } = this.definition;
    const entry = join(repositoryRoot, 'apps', this.name, 'dist', 'main.js');
    const [command = '', ...args] = [...wrapper, process.execPath, '--enable-source-maps', entry];
    const started = await startProcess({
      label: this.label,
      command,
      args,
      env: { ...env, ...this.extra },
      cwd: repositoryRoot,
    });
    this.process = started;
    started.onOutput((text) => this.log.write(text));
    this.ready = readiness(started);
    // Whoever does not wait for it may still kill the app on purpose.
    this.ready.catch(() => undefined);
  }

  private async keepRunning(): Promise<void> {
    while (!this.stopping) {
      await this.process?.exited;
      if (this.stopping) return;
      await sleep(RESTART_PAUSE_MS);
      if (!this.stopping) await this.launch();
    }
  }
}

/** Resolves when a process says that it is ready, rejects when it ends before. */
function readiness(started: ManagedProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!READY.test(started.logs())) return;
      forget();
      resolve();
    };
    const forget = started.onOutput(look);
    look();
    void started.exited.then(() => reject(new Error('it has ended')));
  });
}
