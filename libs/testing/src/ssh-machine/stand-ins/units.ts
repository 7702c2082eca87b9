import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { MachineHome, UnitDefinition } from '../home.js';
import { isRunning, signalProcess } from '../processes.js';

/** `postfix` and `postfix.service` are the same unit. */
export function fullName(name: string): string {
  return name.includes('.') ? name : `${name}.service`;
}

/** Units as systemd would run them, as far as anybody looks: one process each. */
export class Units {
  constructor(private readonly home: MachineHome) {}

  definition(name: string): UnitDefinition | undefined {
    return this.home.units[fullName(name)];
  }

  isActive(name: string): boolean {
    const record = this.home.records[fullName(name)];
    return record !== undefined && record.status === undefined && isRunning(record.pid);
  }

  /** As `systemctl restart`: false when a process ended at once. */
  async restart(names: readonly string[]): Promise<boolean> {
    const along = names.flatMap((name) => this.definition(name)?.requiredBy ?? []);
    const all = [...new Set([...names, ...along].map(fullName))];
    for (const name of all.toReversed()) await this.#stop(name);
    const started = [];
    for (const name of all) started.push(await this.#start(name));
    return started.every(Boolean);
  }

  /** What `Restart=always` would have done by now. */
  async startAgain(name: string): Promise<void> {
    if (this.definition(name)?.startsAgain === true && !this.isActive(name)) await this.#start(fullName(name));
  }

  async #stop(name: string): Promise<void> {
    const pid = this.home.records[name]?.pid;
    if (pid === undefined || !this.isActive(name)) return;
    signalProcess(pid, 'SIGTERM');
    for (let waitedMs = 0; isRunning(pid); waitedMs += 20) {
      if (waitedMs > 5_000) signalProcess(pid, 'SIGKILL');
      await delay(20);
    }
  }

  async #start(name: string): Promise<boolean> {
    const { command: [program = '', ...args] = [], type } = this.home.units[name] ?? {};
    const invocation = randomUUID().replaceAll('-', '');
    if (type === 'oneshot') {
      const status = spawnSync(program, args, { stdio: 'ignore' }).status ?? 1;
      this.home.record(name, { pid: 0, invocation, status });
      return status === 0;
    }
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    const started = await new Promise<boolean>((resolve) => {
      child.once('spawn', () => resolve(true));
      child.once('error', () => resolve(false));
    });
    this.home.record(name, { pid: child.pid ?? 0, invocation });
    child.unref();
    return started;
  }
}
