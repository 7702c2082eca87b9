import { constants } from 'node:fs';
import { access, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where one of Samba's programs is, and what it needs besides. */
export interface SambaProgram {
  readonly path: string;
  /** More environment, such as LD_LIBRARY_PATH. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The program, or the one of that name on the PATH; null when there is none. */
export async function findSambaProgram(name: string, given: SambaProgram | undefined): Promise<SambaProgram | null> {
  const candidates = given?.path ?? (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  for (const path of typeof candidates === 'string' ? [candidates] : candidates) {
    if (path.startsWith('/') && (await isRunnable(path))) return { ...given, path };
  }
  return null;
}

async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * Does something with a private folder in which Samba's programs find a configuration of ours and keep their files: the one of
 * the system may say anything, and its folders belong to root. The folder is gone afterwards, whatever happens.
 */
export async function withSambaFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'twotwenty-samba-'));
  try {
    await writeFile(configurationIn(folder), configurationText(folder), { mode: 0o600 });
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

export function configurationIn(folder: string): string {
  return join(folder, 'smb.conf');
}

/** What Samba's programs get as their whole environment: English messages, nothing of ours, no tickets of ours. */
export function sambaEnvironment(folder: string, { environment }: SambaProgram): Record<string, string> {
  return { ...environment, LC_ALL: 'C', HOME: folder, TMPDIR: folder };
}

/**
 * smb.conf(5). Signing is required, so that nobody in between changes an order, and so that a machine can not pass us off as
 * a guest; NTLMv2 (the default without Kerberos) with the password of the credential is the only way to log in, since Kerberos
 * would look for tickets and settings of this system.
 */
function configurationText(folder: string): string {
  const folders = ['private dir', 'state directory', 'cache directory', 'lock directory', 'pid directory'];
  const lines = [
    '[global]',
    ...folders.map((name) => `${name} = ${folder}`),
    'enable core files = no',
    'client min protocol = SMB2',
    'client ipc min protocol = SMB2',
    'client signing = required',
    'client ipc signing = required',
    'client use kerberos = off',
  ];
  return `${lines.join('\n')}\n`;
}
