import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atExit } from '../at-exit.js';
import { freePort } from '../ports.js';
import type { TestServer } from '../server-process.js';
import { removeTemporaryDirectory, temporaryDirectory } from '../temporary-directory.js';
import { waitFor } from '../wait-for.js';
import { MachineHome, type Orders, type UnitDefinition } from './home.js';
import { descendantsOf, isRunning, signalProcess } from './processes.js';
import { makeKey, startSshd } from './sshd.js';
import { type Equipment, writeStandIns } from './stand-in-programs.js';

export interface SshMachineOptions extends Partial<Equipment> {
  /** By their full names, such as `postfix.service`. None runs at first. */
  readonly units?: Readonly<Record<string, UnitDefinition>>;
  readonly host?: string;
  readonly port?: number;
  readonly password?: string;
  /** Of the client's key. */
  readonly passphrase?: string;
}

/** A process of a unit. */
export interface MachineUnit {
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** SIGKILL, as a crash; resolves when it is gone. */
  kill(): Promise<void>;
}

/** A machine that is reached by a real sshd, with stand-ins for what can not be had here: systemd, sudo and PowerShell. */
export interface SshMachine {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** A key that may log in, in OpenSSH's format. */
  readonly clientKey: { readonly privateKey: string; readonly passphrase: string };
  /** As `ssh-keygen -y` tells it: type and Base64. */
  hostKey(): string;
  /** The machine gets another host key, as when it is installed anew. Sessions end. */
  rotateHostKey(): Promise<void>;
  unit(name: string): MachineUnit;
  /** Tells the stand-ins how to behave from now on; without an argument as machines do. */
  order(orders?: Orders): void;
  /** What the stand-ins were asked to do, a line each, such as `systemctl restart postfix`. */
  calls(): readonly string[];
  /** The scripts that PowerShell was given. */
  scripts(): readonly string[];
  /** What sshd wrote. */
  logs(): string;
  /** How many processes of its sessions there are, commands included. */
  sessions(): number;
  /** sshd and all of its sessions are gone at once, units go on; `start` brings sshd back on the same port. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Connections stay, and nothing answers any more, as when a machine loses its network. Ended by `kill`. */
  freeze(): void;
  /** Ends everything, units too. */
  stop(): Promise<void>;
}

const USERNAME = 'operator';

/** Starts a machine on a free port of 127.0.0.1. By default it has systemd, and a plain account that sudo lets run systemctl. */
export async function startSshMachine(options: SshMachineOptions = {}): Promise<SshMachine> {
  const { host = '127.0.0.1', passphrase = '', password = 'correct horse battery' } = options;
  const folder = temporaryDirectory('ssh-machine');
  chmodSync(folder, 0o755);
  const home = new MachineHome(folder);
  home.units = options.units ?? {};
  const { isRoot = false, sudoRules = ['/usr/bin/systemctl *'], systemd = true, powershell = false } = options;
  const programs = writeStandIns(folder, { isRoot, sudoRules, systemd, powershell });
  await Promise.all([makeKey(join(folder, 'host_key')), makeKey(join(folder, 'client_key'), passphrase)]);
  const sshd = await startSshd({
    home: folder,
    host,
    port: options.port ?? (await freePort(host)),
    username: USERNAME,
    password,
    authorizedKey: readFileSync(join(folder, 'client_key.pub'), 'utf8').trim(),
    path: `${programs}:/usr/local/bin:/usr/bin:/bin`,
  });
  home.listener = sshd.pid ?? 0;
  const clientKey = { privateKey: readFileSync(join(folder, 'client_key'), 'utf8'), passphrase };
  return machineOf(sshd, home, { username: USERNAME, password, clientKey });
}

function machineOf(
  sshd: TestServer,
  home: MachineHome,
  account: Pick<SshMachine, 'username' | 'password' | 'clientKey'>,
): SshMachine {
  const { folder } = home;
  // Units leave their sessions, so they are no children of ours that would end along.
  const forget = atExit(() => endUnits(home));
  const sessionsOf = (): readonly number[] => (sshd.pid === undefined ? [] : descendantsOf(sshd.pid));
  const machine: SshMachine = {
    ...account,
    host: sshd.host,
    port: sshd.port,
    hostKey: () => readFileSync(join(folder, 'host_key.pub'), 'utf8').split(' ').slice(0, 2).join(' '),
    async rotateHostKey() {
      await machine.kill();
      for (const name of ['host_key', 'host_key.pub']) rmSync(join(folder, name));
      await makeKey(join(folder, 'host_key'));
      await machine.start();
    },
    unit: (name) => machineUnit(home, name),
    order: (orders = {}) => (home.orders = orders),
    calls: () => home.calls,
    scripts: () => home.scripts,
    logs: () => sshd.logs(),
    sessions: () => sessionsOf().filter(isRunning).length,
    async kill() {
      // The listener first, lest it takes another connection.
      const all = [...(sshd.pid === undefined ? [] : [sshd.pid]), ...sessionsOf()];
      for (const pid of all) signalProcess(pid, 'SIGKILL');
      await sshd.kill();
    },
    async start() {
      await sshd.start();
      home.listener = sshd.pid ?? 0;
    },
    freeze() {
      for (const pid of sessionsOf()) signalProcess(pid, 'SIGSTOP');
    },
    async stop() {
      await machine.kill();
      endUnits(home);
      forget();
      removeTemporaryDirectory(folder);
    },
  };
  return machine;
}

function machineUnit(home: MachineHome, name: string): MachineUnit {
  const running = (): number | undefined => {
    const pid = home.records[name]?.pid;
    return pid !== undefined && pid > 0 && isRunning(pid) ? pid : undefined;
  };
  return {
    get pid() {
      return running();
    },
    async kill() {
      const pid = running();
      if (pid === undefined) return;
      signalProcess(pid, 'SIGKILL');
      await waitFor(() => !isRunning(pid), { what: `${name} to be gone` });
    },
  };
}

function endUnits(home: MachineHome): void {
  for (const { pid } of Object.values(home.records)) {
    if (pid > 0 && isRunning(pid)) signalProcess(pid, 'SIGKILL');
  }
}
