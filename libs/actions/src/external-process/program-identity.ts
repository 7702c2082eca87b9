import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProgramRefusedError } from './find-program.js';
import type { ProgramIdentity } from './run-program.js';

const run = promisify(execFile);
const LOOKUP_TIMEOUT_MS = 5_000;

/**
 * Finds a user by name, wherever this machine keeps its users. Null when that is who this process runs as.
 * @throws ProgramRefusedError for a user that is not there, or that this process may not become
 */
export async function programIdentity(user: string, signal: AbortSignal): Promise<ProgramIdentity | null> {
  const identity = await lookUp(user, signal);
  const own = process.geteuid?.();
  if (own === identity.uid) return null;
  if (own !== 0) throw new ProgramRefusedError(`only root may run programs as another user, such as ${user}`);
  return identity;
}

async function lookUp(user: string, signal: AbortSignal): Promise<ProgramIdentity> {
  const options = { timeout: LOOKUP_TIMEOUT_MS, signal };
  const { stdout } = await run('getent', ['passwd', user], options).catch((error: unknown) => {
    // By getent(1): the key was not found.
    if ((error as { code?: unknown }).code === 2) throw new ProgramRefusedError(`there is no user ${user} here`);
    throw error;
  });
  const [name, , uid = '', gid = ''] = stdout.split(':');
  if (name !== user || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) {
    throw new Error(`getent did not tell the ids of the user ${user}`);
  }
  return { uid: Number(uid), gid: Number(gid) };
}
