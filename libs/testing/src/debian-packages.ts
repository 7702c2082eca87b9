import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { access, chmod, constants, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from './repository-root.js';

const run = promisify(execFile);

/** A Debian package with everything it needs, unpacked under `.cache/debian` and not installed. */
export interface DebianPackage {
  /** Where its files are, laid out as under `/`. */
  root: string;
  /** Set these when running its programs, so that they find its libraries. */
  env: { LD_LIBRARY_PATH: string };
  /** Absolute path of one of its files, by name (`redis-server`, `libnss_wrapper.so`). Throws when there is none. */
  path(name: string): string;
}

/** A program ready to be run. */
export interface Program {
  command: string;
  env: Record<string, string>;
}

const unpacked = new Map<string, Promise<DebianPackage>>();

/**
 * Gets a Debian package and the dependencies this machine lacks, without installing anything and without being root, by
 * `apt-get download` and `dpkg -x`. Kept in `.cache/debian/<release>-<architecture>/<package>` for later runs.
 * @param halves unpacked with it even where they are installed: packages whose files it looks for beside its own
 */
export function debianPackage(name: string, halves: readonly string[] = []): Promise<DebianPackage> {
  let result = unpacked.get(name);
  if (result === undefined) {
    result = cachedPackage(name, halves);
    unpacked.set(name, result);
  }
  return result;
}

/** The first of `programs` on the PATH, or in a system folder that a plain user's PATH leaves out; undefined when there is none. */
export async function findOnPath(programs: readonly string[]): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  for (const program of programs) {
    for (const folder of folders.filter((entry) => entry !== '')) {
      const candidate = join(folder, program);
      if (await isRunnable(candidate)) return candidate;
    }
  }
  return undefined;
}

/** A program from the PATH, else out of a Debian package. */
export async function findProgram(programs: readonly [string, ...string[]], packageName: string): Promise<Program> {
  const installed = await findOnPath(programs);
  if (installed !== undefined) return { command: installed, env: {} };
  const unpackedPackage = await debianPackage(packageName);
  return { command: unpackedPackage.path(programs[0]), env: unpackedPackage.env };
}

async function cachedPackage(name: string, halves: readonly string[]): Promise<DebianPackage> {
  const cache = join(repositoryRoot, '.cache', 'debian', platform());
  const root = join(cache, name);
  if (!(await exists(root))) await unpackInto(cache, name, halves);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const libraries = files.filter((path) => /^lib.*\.so(\.|$)/.test(basename(path)));
  return {
    root,
    env: { LD_LIBRARY_PATH: [...new Set(libraries.map(dirname))].sort().join(delimiter) },
    path(file) {
      const found = files.find((path) => basename(path) === file && programOrLibrary.test(path.slice(root.length)));
      if (found === undefined) throw new Error(`The Debian package ${name} has no program or library ${file}`);
      return found;
    },
  };
}

/** Keeps out the documentation, init scripts and the like that bear a program's name too. */
const programOrLibrary = /^(\/usr)?\/(s?bin|lib)\//;

/** Two processes may do this at once: each works in a folder of its own, and the first rename wins. */
async function unpackInto(cache: string, name: string, halves: readonly string[]): Promise<void> {
  for (const tool of ['apt-get', 'dpkg']) {
    if ((await findOnPath([tool])) === undefined) throw new Error(`no ${tool} to get the Debian package ${name} with`);
  }
  await mkdir(cache, { recursive: true });
  const workplace = join(cache, `.${name}-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const archives = join(workplace, 'archives');
  const root = join(workplace, 'root');
  try {
    await mkdir(archives, { recursive: true });
    await download([name, ...halves], archives, join(cache, '.lists'), join(workplace, 'lists'));
    for (const archive of await readdir(archives)) await run('dpkg', ['-x', join(archives, archive), root]);
    await dropSetuid(root);
    await rename(root, join(cache, name)).catch(async (error: unknown) => {
      if (!(await exists(join(cache, name)))) throw error;
    });
  } catch (error) {
    throw new Error(`could not get the Debian package ${name}: ${messageOf(error)}`, { cause: error });
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

/** Tries the machine's own package lists, then ours, then ours freshly fetched: lists may be missing or out of date. */
async function download(names: readonly string[], archives: string, ownLists: string, newLists: string): Promise<void> {
  try {
    return await downloadWith([], names, archives);
  } catch {
    // The lists are at fault, or the network is: fetching them tells which.
  }
  if (await exists(ownLists)) {
    try {
      return await downloadWith(privateState(ownLists), names, archives);
    } catch {
      await rm(ownLists, { recursive: true, force: true });
    }
  }
  await mkdir(join(newLists, 'lists', 'partial'), { recursive: true });
  await mkdir(join(newLists, 'cache', 'archives', 'partial'), { recursive: true });
  // Without the error mode, an unreachable archive would be a mere warning.
  await apt([...privateState(newLists), '-o', 'APT::Update::Error-Mode=any', '-q', 'update']);
  await downloadWith(privateState(newLists), names, archives);
  await rename(newLists, ownLists).catch(() => undefined);
}

async function downloadWith(state: readonly string[], names: readonly string[], archives: string): Promise<void> {
  const missing = await missingDependencies(state, names);
  await apt([...state, '-q', 'download', ...new Set([...names, ...missing])], archives);
}

/** What `apt-get install` would add to this machine. The C library is left alone: it must match the running loader. */
async function missingDependencies(state: readonly string[], names: readonly string[]): Promise<string[]> {
  const simulation = [...state, '-s', '-q', '--no-install-recommends', 'install', ...names];
  try {
    return installations(await apt(simulation));
  } catch {
    // With a half-configured package about, apt refuses; asked about an empty machine, it names all that is needed.
    const all = installations(await apt(['-o', 'Dir::State::status=/dev/null', ...simulation]));
    const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\\n']);
    const installed = new Set(stdout.split('\n').flatMap((line) => /^i\S+\s+(\S+)/.exec(line)?.[1] ?? []));
    return all.filter((dependency) => !installed.has(dependency));
  }
}

function installations(simulation: string): string[] {
  const names = [...simulation.matchAll(/^Inst (\S+) /gm)].map((match) => match[1] ?? '');
  return names.filter((name) => !/^libc6?(-|:|$)|^libc-bin$/.test(name));
}

/** Options that keep apt out of /var/lib/apt, for plain users and so that tests never change the machine. */
function privateState(folder: string): string[] {
  const settings = [`Dir::State::lists=${folder}/lists`, `Dir::Cache=${folder}/cache`, 'APT::Sandbox::User=root'];
  return settings.flatMap((setting) => ['-o', setting]);
}

async function apt(args: readonly string[], cwd?: string): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const { stdout } = await run('apt-get', [...args], { cwd, env, timeout: 180_000, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** A set-user-id program ignores LD_LIBRARY_PATH, and would hand root to whoever runs a cache that root made. */
async function dropSetuid(root: string): Promise<void> {
  for (const path of await readdir(root, { recursive: true })) {
    const { mode } = await lstat(join(root, path));
    if ((mode & constants.S_IFMT) === constants.S_IFREG && (mode & 0o6000) !== 0) {
      await chmod(join(root, path), mode & 0o777);
    }
  }
}

function platform(): string {
  let release = 'unknown';
  try {
    release = /^VERSION_CODENAME=(\S+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? release;
  } catch {
    // Not a Linux with os-release: there is no apt-get either, and the error about that comes first.
  }
  return `${release}-${process.arch}`;
}

async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function messageOf(error: unknown): string {
  const stderr = (error as { stderr?: unknown }).stderr;
  return typeof stderr === 'string' && stderr !== '' ? stderr.trim() : String(error);
}
