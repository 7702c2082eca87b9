import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@twotwenty/testing/repository-root';

const run = promisify(execFile);
const CAP_NET_RAW = 1n << 13n;

/** True when this process may capture packets: root, mostly. */
export function mayCapture(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return (BigInt(`0x${effective ?? '0'}`) & CAP_NET_RAW) !== 0n;
}

const MARK = 'TWOTWENTY_PRIVATE_NETWORK';

/** True in a spec that runs in a network namespace of its own, whose addresses and routes it may change. */
export function isNetworkPrivate(): boolean {
  return process.env[MARK] === '1';
}

/** Runs a spec in a network namespace of its own, in which a plain user may capture. Throws with its output. */
export async function runSpecInPrivateNetwork(project: string, spec: string): Promise<void> {
  const vitest = [join(repositoryRoot, 'node_modules/vitest/vitest.mjs'), 'run', '--configLoader', 'runner'];
  const script = 'ip link set lo up && exec "$@"';
  // Root needs no user namespace, in which it could not start servers as another user.
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps'];
  const unshare = [...user, '--net', 'sh', '-c', script, 'sh', process.execPath];
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  await run('unshare', [...unshare, ...vitest, '--project', project, spec], {
    cwd: repositoryRoot,
    env: { ...Object.fromEntries(own), [MARK]: '1' },
    timeout: 240_000,
  }).catch((error: unknown) => {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${spec} in a network namespace: ${String(error)}\n${stdout}\n${stderr}`, { cause: error });
  });
}
