import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CleanUp } from '../clean-up.js';
import type { EngineOrder } from './orders.js';

/** What a run needs to start processes: where to note them, and what stops it. */
export interface Run {
  readonly cleanUp: CleanUp;
  readonly signal: AbortSignal;
}

/** Has an engine carry out an order, in a process of its own. */
export async function runEngine<Result>(order: EngineOrder, run: Run, execArgv: string[] = []): Promise<Result> {
  run.signal.throwIfAborted();
  return answer<Result>(startChild('engine.js', JSON.stringify(order), run, ['--expose-gc', ...execArgv]), run);
}

/** Starts one of our servers. */
export async function startOwnServer(file: string, order: object, run: Run): Promise<OwnServer> {
  const child = startChild(file, JSON.stringify(order), run);
  return { child, port: await answer<number>(child, run) };
}

/** A server of ours in a process of its own. */
export interface OwnServer {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Starts one of our own programs. It ends when we do: the channel between us closes. */
function startChild(file: string, argument: string, { cleanUp }: Run, execArgv: string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [argument], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  cleanUp.add(file, () => stopChild(child));
  return child;
}

/** Ends one of our own programs. Nothing happens if it has ended. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

/** The next thing a child says. */
export function answer<Result>(child: ChildProcess, { signal }: Run): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    const onExit = (): void => reject(new Error('a process of the bench ended early; see above'));
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('close', onExit);
    child.once('message', (message) => {
      signal.removeEventListener('abort', onAbort);
      child.off('close', onExit);
      resolve(message as Result);
    });
  });
}
