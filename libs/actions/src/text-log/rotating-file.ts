import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** When a file is put aside, and how many of those are kept. */
export interface Rotation {
  readonly maxBytes: number;
  readonly keepFiles: number;
}

/** Who holds the right to rotate for longer has died over it, milliseconds. */
const STALE_LOCK_MS = 60_000;
const FILE_MODE = 0o640;
/** How often to write again into a file that was deleted in between. Once is already out of the ordinary. */
const MAX_REWRITES = 3;

/**
 * Appends to a file in one write, so that processes which do the same at once do not tear each other's lines, and sees to
 * it that the data is on the disk. A file that would grow beyond its limit is put aside first, as
 * `<name>.<time>-<random>`; nobody waits for that: a process that finds another at it appends to what is there.
 *
 * Throws the errors of the file system. A symbolic link is not followed.
 */
export async function appendRotating(path: string, data: Buffer, rotation: Rotation): Promise<void> {
  for (let attempt = 0; attempt <= MAX_REWRITES; attempt += 1) {
    await rotateIfFull(path, data.length, rotation);
    if (await append(path, data)) return;
  }
  throw new Error('the file is deleted again and again');
}

/** False: the file was deleted between its opening and the writing, and the data with it. */
async function append(path: string, data: Buffer): Promise<boolean> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = await open(path, flags, FILE_MODE);
  try {
    const { bytesWritten } = await file.write(data);
    if (bytesWritten < data.length) return await failShort(file, bytesWritten, data.length);
    await file.datasync();
    return (await file.stat()).nlink > 0;
  } finally {
    await file.close();
  }
}

/** The rest of the line is not sent after it, where others may have written; their lines must not run into it. */
async function failShort(file: FileHandle, written: number, wanted: number): Promise<never> {
  await file.write('\n').catch(() => undefined);
  throw new Error(`only ${written} of ${wanted} bytes could be written: the disk may be full`);
}

async function rotateIfFull(path: string, addedBytes: number, rotation: Rotation): Promise<void> {
  if (!(await isFull(path, addedBytes, rotation))) return;
  const lock = join(dirname(path), `.${basename(path)}.rotating`);
  if (!(await tryLock(lock))) return;
  try {
    // Another process may have been faster.
    if (!(await isFull(path, addedBytes, rotation))) return;
    const stamp = new Date().toISOString().replace(/[-:.]/g, '');
    await rename(path, `${path}.${stamp}-${randomBytes(3).toString('hex')}`);
    await deleteOldest(path, rotation.keepFiles);
  } finally {
    await unlink(lock).catch(ignoreMissing);
  }
}

async function isFull(path: string, addedBytes: number, { maxBytes }: Rotation): Promise<boolean> {
  const size = await stat(path).then(({ size }) => size, ignoreMissing);
  return size !== undefined && size > 0 && size + addedBytes > maxBytes;
}

/** True: the lock is ours. The lock of a process that died is removed, for the next one. */
async function tryLock(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', FILE_MODE)).close();
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const madeAt = await stat(lock).then(({ mtimeMs }) => mtimeMs, ignoreMissing);
    if (madeAt !== undefined && Date.now() - madeAt > STALE_LOCK_MS) await unlink(lock).catch(ignoreMissing);
    return false;
  }
}

/** The names sort by time. */
async function deleteOldest(path: string, keepFiles: number): Promise<void> {
  const names = (await readdir(dirname(path))).filter((name) => isPutAside(name, basename(path))).sort();
  const surplus = names.slice(0, Math.max(0, names.length - keepFiles));
  for (const name of surplus) await unlink(join(dirname(path), name)).catch(ignoreMissing);
}

function isPutAside(name: string, current: string): boolean {
  return name.startsWith(`${current}.`) && /^\d{8}T\d{9}Z-[0-9a-f]{6}$/.test(name.slice(current.length + 1));
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
