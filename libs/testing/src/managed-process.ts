import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.js';

/** What to run. */
export interface ProcessDefinition {
  /** Name in error messages. */
  label: string;
  command: string;
  args: readonly string[];
  /** Added to this process's own environment; `undefined` takes a variable away. */
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** Files in which it logs by itself; they need not exist. */
  logFiles?: readonly string[];
}

/** How a process ended: one of the two is null, as in Node's `exit` event. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A child process with its output kept, in a process group of its own so that its children end with it. */
export interface ManagedProcess {
  readonly pid: number;
  /** Everything it wrote so far, standard output and error together (the last 1 MiB), then its log files. */
  logs(): string;
  /** Calls back with every piece of output; returns a function that stops that. */
  onOutput(listener: (text: string) => void): () => void;
  /** Settles when it ends, for whatever reason. Never rejects. */
  readonly exited: Promise<ProcessEnd>;
  /** How it ended; undefined while it runs. */
  readonly end: ProcessEnd | undefined;
  /** SIGTERM, then SIGKILL after `graceMs` (5,000 by default); resolves when it has ended. */
  stop(graceMs?: number): Promise<ProcessEnd>;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<ProcessEnd>;
}

const maximumLog = 1024 * 1024;
const running = new Set<ChildProcess>();

/**
 * Starts a process that does not outlive this one: it is killed when this process exits or is ended by a signal, and, on Linux,
 * even when this process is killed outright (unless the child changes its own user).
 */
export async function startProcess(definition: ProcessDefinition): Promise<ManagedProcess> {
  const [command, args] = tiedToParent(definition.command, definition.args);
  const child = spawn(command, args, {
    cwd: definition.cwd,
    env: { ...process.env, ...definition.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  atExit(killAll);
  running.add(child);
  const exited = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  const output = captureOutput(child, definition.logFiles ?? []);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      running.delete(child);
      reject(new Error(`${definition.label} did not start: ${error.message}`, { cause: error }));
    });
  });
  return manage(child, exited, output);
}

interface Output {
  logs(): string;
  onOutput(listener: (text: string) => void): () => void;
}

function captureOutput(child: ChildProcess, logFiles: readonly string[]): Output {
  let text = '';
  const listeners = new Set<(piece: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text = (text + piece).slice(-maximumLog);
      for (const listener of listeners) listener(piece);
    });
  }
  return {
    logs: () => [text, ...logFiles.filter(existsSync).map((path) => readFileSync(path, 'utf8'))].join(''),
    onOutput(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function manage(child: ChildProcess, exited: Promise<ProcessEnd>, output: Output): ManagedProcess {
  let end: ProcessEnd | undefined;
  void exited.then((value) => (end = value));
  const kill = (): Promise<ProcessEnd> => {
    signalGroup(child, 'SIGKILL');
    return exited;
  };
  return {
    pid: child.pid ?? -1,
    ...output,
    exited,
    get end() {
      return end;
    },
    kill,
    async stop(graceMs = 5_000) {
      signalGroup(child, 'SIGTERM');
      const timer = new AbortController();
      const late = sleep(graceMs, 'late' as const, { signal: timer.signal });
      late.catch(() => undefined);
      const outcome = await Promise.race([exited, late]);
      timer.abort();
      return outcome === 'late' ? kill() : outcome;
    },
  };
}

/** Signals the child and its own children. Nothing happens once the child is gone, so a reused id is never hit. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || !running.has(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** util-linux's setpriv asks the kernel for a signal on the parent's death and then becomes the command (same pid). */
function tiedToParent(command: string, args: readonly string[]): [string, string[]] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  return setpriv === undefined ? [command, [...args]] : [setpriv, ['--pdeathsig', 'KILL', '--', command, ...args]];
}

function killAll(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}
