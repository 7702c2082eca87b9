import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { TimeLimit } from '../time-limit.js';

/** What to run, and within which limits. */
export interface ProgramRun {
  readonly path: string;
  readonly arguments: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string;
  /** As whom it runs; null: as this process. Needs root. */
  readonly identity: ProgramIdentity | null;
  readonly input: string;
  /** What it can read from file descriptor 3, such as a secret, which no other process sees there. None by default. */
  readonly secretInput?: string;
  /** Told what it writes, as it comes. */
  readonly onOutput?: (piece: Buffer, stream: 'stdout' | 'stderr') => void;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A user by numbers. Supplementary groups are dropped. */
export interface ProgramIdentity {
  readonly uid: number;
  readonly gid: number;
}

export interface ProgramResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly endedBy: NodeJS.Signals | null;
  /** Why it was ended by us, if it was. */
  readonly stopped: 'time-limit' | 'aborted' | null;
  /** The last 64 KiB of what it wrote, standard output and error together. */
  readonly output: string;
}

/** How much of the output is kept, bytes. */
export const MAX_OUTPUT_BYTES = 64 * 1024;

/** How long a program may take to end after SIGTERM, milliseconds. */
export const TERMINATION_GRACE_MS = 2_000;

/** How long to wait for output that is still in the pipe when the program has ended, milliseconds. */
const LAST_OUTPUT_MS = 500;

/**
 * Runs a program without a shell, in a process group of its own, and waits for its end. At the time limit, or when the
 * signal is aborted, the group gets SIGTERM, and SIGKILL two seconds later. What the program leaves running in its group
 * is killed when it ends. Throws when it can not be started.
 */
export async function runProgram(run: ProgramRun): Promise<ProgramResult> {
  run.signal.throwIfAborted();
  const child = spawn(run.path, [...run.arguments], {
    cwd: run.workingFolder,
    env: { ...run.environment },
    stdio: ['pipe', 'pipe', 'pipe', ...(run.secretInput === undefined ? [] : (['pipe'] as const))],
    detached: true,
    ...(run.identity ?? {}),
  });
  const output = new Tail(MAX_OUTPUT_BYTES);
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (piece: Buffer) => {
      output.add(piece);
      run.onOutput?.(piece, name);
    });
  }
  await once(child, 'spawn');
  feed(child.stdio[0], run.input);
  feed(child.stdio[3], run.secretInput);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const closed = once(child, 'close');
  closed.catch(() => undefined);
  const stopped = await untilEnd(child, exited, run);
  const [exitCode, endedBy] = await exited;
  killGroup(child, 'SIGKILL');
  await finishOutput(child, closed);
  return { exitCode, endedBy, stopped, output: output.text() };
}

function feed(stream: ChildProcess['stdio'][number] | undefined, text: string | undefined): void {
  // A program need not read; that is no error of ours.
  if (stream instanceof Writable) stream.on('error', () => undefined).end(text);
}

/** Resolves when the program has ended, by itself or not. */
async function untilEnd(
  child: ChildProcess,
  exited: Promise<unknown>,
  { timeoutMs, signal }: ProgramRun,
): Promise<ProgramResult['stopped']> {
  using limit = new TimeLimit(signal, timeoutMs);
  const end = limit.signal;
  const interrupted = new Promise<'interrupted'>((resolve) => {
    end.addEventListener('abort', () => resolve('interrupted'), { once: true });
    if (end.aborted) resolve('interrupted');
  });
  const first = await Promise.race([exited.then(() => 'exited' as const), interrupted]);
  if (first === 'exited') return null;
  await terminate(child, exited);
  return signal.aborted ? 'aborted' : 'time-limit';
}

async function terminate(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  killGroup(child, 'SIGTERM');
  await unlessLater(TERMINATION_GRACE_MS, exited);
  killGroup(child, 'SIGKILL');
}

/** A descendant in a session of its own may hold the pipes open: it is not waited for. */
async function finishOutput(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  await unlessLater(LAST_OUTPUT_MS, closed);
  for (const stream of child.stdio) stream?.destroy();
}

async function unlessLater(milliseconds: number, event: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([event, delay(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group, or all of it changed its user.
  }
}

/** The end of a stream of octets. */
class Tail {
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(private readonly limit: number) {}

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length > 2 * this.limit) this.#shorten();
  }

  text(): string {
    this.#shorten();
    return Buffer.concat(this.#pieces).toString('utf8');
  }

  #shorten(): void {
    const kept = Buffer.concat(this.#pieces).subarray(-this.limit);
    // A copy, lest the whole stays in memory.
    this.#pieces = [Buffer.from(kept)];
    this.#length = kept.length;
  }
}
