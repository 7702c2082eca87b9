import { startProcess } from '@twotwenty/testing/managed-process';
import { findOnPath } from '@twotwenty/testing/debian-packages';
import { waitFor } from '@twotwenty/testing/wait-for';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of Postgres' disk: enough for what half an hour leaves, and soon filled. */
const DISK_SIZE = '1g';
const NEAR = '10.220.0.1';
const FAR = '10.220.0.2';

/**
 * True in network and mount namespaces that were made for the suite, as root: scripts/chaos.mjs says so. Only there may
 * it make disks and networks.
 */
export const hasOwnMachine = process.env['CHAOS_OWN_NAMESPACES'] === 'yes';

/** Puts a small disk at a folder, which is made; it goes with the namespace. */
export async function mountDisk(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_SIZE},mode=711`, 'chaos', folder]);
}

/** A network of its own for the far site, joined with ours by one cable. */
export interface FarNetwork {
  /** What runs a command there, to be put before it. */
  readonly wrapper: readonly string[];
  /** Our address as it is seen from there. */
  readonly address: string;
  /** Pulls the cable: what is sent is lost, and nobody is told. */
  cut(): Promise<void>;
  join(): Promise<void>;
  stop(): Promise<void>;
}

/** @param prefix the addresses of the targets, a /16 of which every address is made one of this machine, such as `198.18` */
export async function makeFarNetwork(prefix: string): Promise<FarNetwork> {
  const [ip, nsenter] = await Promise.all([findOnPath(['ip']), findOnPath(['nsenter'])]);
  if (ip === undefined || nsenter === undefined) throw new Error('no ip and nsenter to make a network with');
  // It holds the namespace as long as it lives.
  const script = ['--net', 'sh', '-c', 'echo made && exec sleep 86400'];
  const holder = await startProcess({ label: 'far network', command: 'unshare', args: script });
  await waitFor(() => holder.logs().includes('made'), { what: 'a network for the far site' });
  const enter = [nsenter, `--net=/proc/${holder.pid}/ns/net`];
  const near = (...args: readonly string[]): Promise<unknown> => run(ip, args);
  const far = (...args: readonly string[]): Promise<unknown> => run(nsenter, [...enter.slice(1), ip, ...args]);
  await near('route', 'add', 'local', `${prefix}.0.0/16`, 'dev', 'lo');
  await near('link', 'add', 'near', 'type', 'veth', 'peer', 'name', 'far', 'netns', String(holder.pid));
  await near('addr', 'add', `${NEAR}/24`, 'dev', 'near');
  await near('link', 'set', 'near', 'up');
  await far('link', 'set', 'lo', 'up');
  await far('addr', 'add', `${FAR}/24`, 'dev', 'far');
  await far('link', 'set', 'far', 'up');
  await far('route', 'add', 'default', 'via', NEAR);
  return {
    wrapper: enter,
    address: NEAR,
    cut: async () => void (await near('link', 'set', 'near', 'down')),
    join: async () => void (await near('link', 'set', 'near', 'up')),
    stop: async () => void (await holder.kill()),
  };
}
