import { readdirSync, readFileSync } from 'node:fs';

/** What /proc tells of a process. */
interface ProcessEntry {
  readonly name: string;
  readonly state: string;
  readonly parent: number;
}

/** Undefined when there is none. */
export function processEntry(pid: number): ProcessEntry | undefined {
  try {
    const [, name = '', state = '', parent = '0'] =
      /^\d+ \((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** A zombie has ended; that nobody asked after it does not make it run. */
export function isRunning(pid: number): boolean {
  const entry = processEntry(pid);
  return entry !== undefined && entry.state !== 'Z';
}

/** Parents, grandparents and so on, nearest first. */
export function ancestorsOf(pid: number): readonly number[] {
  const found: number[] = [];
  for (let next = processEntry(pid)?.parent ?? 0; next > 1; next = processEntry(next)?.parent ?? 0) found.push(next);
  return found;
}

/** Children, grandchildren and so on. */
export function descendantsOf(pid: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((candidate) => ancestorsOf(candidate).includes(pid));
}

/** Sends a signal; nothing happens when the process is gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
