import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** The settings name something that is not there or not allowed. The message says what, for people. */
export class ProgramRefusedError extends Error {
  override readonly name = 'ProgramRefusedError';
}

const SETUID_OR_SETGID = 0o6000;
const WRITABLE_BY_ALL = 0o002;

/**
 * The real path of a program in the folder of programs.
 * @param name without a folder
 * @throws ProgramRefusedError for one that is not there, is no executable file, leads out of the folder, would run with
 *   other rights than its caller's, or could be changed by anybody
 */
export async function findProgram(folder: string, name: string): Promise<string> {
  if (/[/\\\0]/.test(name) || name === '.' || name === '..') refuse(name, 'must be a name without a folder');
  const path = await resolveInside(folder, name);
  const found = await stat(path);
  if (!found.isFile()) refuse(name, 'is not a file');
  if ((found.mode & SETUID_OR_SETGID) !== 0) refuse(name, 'has the setuid or setgid bit');
  if ((found.mode & WRITABLE_BY_ALL) !== 0) refuse(name, 'may be written by everybody');
  await access(path, constants.X_OK).catch(() => refuse(name, 'is not executable'));
  return path;
}

/**
 * The real path of a folder below the folder of programs.
 * @param path relative; null for the folder of programs itself
 */
export async function findWorkingFolder(folder: string, path: string | null): Promise<string> {
  if (path === null) return realFolder(folder);
  const found = await resolveInside(folder, path);
  if (!(await stat(found)).isDirectory()) refuse(path, 'is not a folder');
  return found;
}

async function resolveInside(folder: string, name: string): Promise<string> {
  const root = await realFolder(folder);
  const path = await realpath(join(root, name)).catch(() => refuse(name, 'is not in the folder of programs'));
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) refuse(name, 'leads out of the folder of programs');
  return path;
}

async function realFolder(folder: string): Promise<string> {
  const path = await realpath(folder).catch(() => refuse('the folder of programs', 'is not there'));
  if (((await stat(path)).mode & WRITABLE_BY_ALL) !== 0)
    refuse('the folder of programs', 'may be written by everybody');
  return path;
}

function refuse(name: string, why: string): never {
  throw new ProgramRefusedError(`${name} ${why}`);
}
