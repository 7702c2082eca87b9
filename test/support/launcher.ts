import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess, type ManagedProcess } from '@twotwenty/testing/managed-process';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';

/** What a clone has not, or what a start makes. */
const LEFT_OUT = new Set(['.git', '.data', '.cache', 'coverage']);
const READY_MS = 180_000;

/** A copy of the repository, installed and built, in a path that has a space. */
export function copyRepository(): string {
  const root = repositoryRoot;
  const parent = temporaryDirectory('launcher');
  const copy = join(parent, 'mail monitor');
  mkdirSync(copy);
  // Root starts Postgres as another user, who must get in.
  chmodSync(parent, 0o711);
  const entries = readdirSync(root).filter((name) => !LEFT_OUT.has(name));
  // cp and not fs.cp: the links among the packages stay relative, and so lead to the copy; and it is much faster.
  execFileSync('cp', ['-a', ...entries.map((name) => join(root, name)), copy]);
  return copy;
}

/** `npm start` without npm: the launcher of a copy, with none of this machine's settings but those of `env`. */
export function startLauncher(
  copy: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ManagedProcess> {
  const unset = [
    'DATABASE_URL',
    'REDIS_URL',
    'PORT',
    'HOST',
    'DATA_DIR',
    'SITE',
    'ADMIN_PASSWORD',
    'ADMIN_TOKEN',
    'SECRETS_KEY',
    'SECRETS_KEYS_ACCEPTED',
    'INIT_CWD',
  ];
  return startProcess({
    label: 'launcher',
    command: process.execPath,
    args: ['scripts/start.mjs', ...args],
    cwd: copy,
    env: { ...Object.fromEntries(unset.map((name) => [name, undefined])), LOG_LEVEL: 'info', ...env },
  });
}

/** Waits until the launcher says that all runs, or fails with what it said instead. */
export async function untilReady(launcher: ManagedProcess): Promise<void> {
  const ended = launcher.exited.then(({ code }) => {
    throw new Error(`the launcher ended with code ${code}:\n${launcher.logs()}`);
  });
  const ready = waitFor(
    () => {
      if (launcher.logs().includes('TwoTwenty is ready')) return true;
      throw new Error(`it said:\n${launcher.logs()}`);
    },
    { what: 'the launcher to be ready', timeoutMs: READY_MS },
  );
  await Promise.race([ready, ended]);
}

/** Processes of this machine by id, whose command line names the folder. */
export function processesOf(folder: string): Map<number, string> {
  const all = existsSync('/proc/self/cmdline') ? fromProc() : fromPs();
  return new Map(all.filter(([, command]) => command.includes(folder)));
}

function fromProc(): [number, string][] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), commandLine(pid)]);
}

/** Empty for a process that has just ended. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
  } catch {
    return '';
  }
}

function fromPs(): [number, string][] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => [Number.parseInt(line, 10), line]);
}

/** The id of an app's process in a copy. */
export function processOfApp(copy: string, app: string): number {
  const found = [...processesOf(copy)].find(([, command]) => command.includes(`/apps/${app}/dist/main.js`));
  if (!found) throw new Error(`no ${app} runs in ${copy}`);
  return found[0];
}

/** Takes an app's build away, as if its sources had never been compiled. */
export function removeBuild(copy: string, app: string): void {
  rmSync(join(copy, 'apps', app, 'dist'), { recursive: true });
}
