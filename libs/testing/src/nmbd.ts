import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianPackage, findOnPath } from './debian-packages.js';
import { startProcess } from './managed-process.js';
import { temporaryDirectory } from './temporary-directory.js';
import { waitFor } from './wait-for.js';

/** A NetBIOS machine in a network of its own. */
export interface NmbdNetwork {
  /** A program that runs Samba's nmblookup in that network. */
  readonly nmblookup: string;
  readonly name: string;
  readonly workgroup: string;
  readonly address: string;
  stop(): Promise<void>;
}

const NAME = 'FILESRV';
const WORKGROUP = 'OFFICE';
const ADDRESS = '10.9.9.9';

/** Starts a real nmbd, unpacked from Debian's package, in a network namespace with one Ethernet that leads nowhere. */
export async function startNmbdNetwork(): Promise<NmbdNetwork> {
  const [samba, tools, unshare, nsenter] = await Promise.all([
    debianPackage('samba'),
    debianPackage('samba-common-bin'),
    findOnPath(['unshare']),
    findOnPath(['nsenter']),
  ]);
  if (unshare === undefined || nsenter === undefined) throw new Error('no unshare and nsenter to make a network with');
  const home = temporaryDirectory('nmbd');
  for (const folder of ['private', 'state', 'cache', 'lock', 'pid']) mkdirSync(join(home, folder));
  writeFileSync(join(home, 'smb.conf'), configurationText(home));
  const ready = join(home, 'log.nmbd');
  const script = [
    'ip link add v0 type veth peer name v1',
    `ip addr add ${ADDRESS}/24 brd + dev v0`,
    'ip link set lo up && ip link set v0 up && ip link set v1 up',
    // Its standard input is a pipe: with none, it would go to the background.
    `sleep 86400 | exec "$0" --foreground --no-process-group --debuglevel=3 --log-basename=${home} --configfile=${home}/smb.conf`,
  ].join(' && ');
  const process = await startProcess({
    label: 'nmbd',
    command: unshare,
    args: ['--user', '--map-root-user', '--net', 'sh', '-c', script, samba.path('nmbd')],
    env: samba.env,
    logFiles: [ready],
  });
  const nmblookup = join(home, 'nmblookup');
  const enter = `'${nsenter}' --target ${process.pid} --user --net --preserve-credentials`;
  writeFileSync(nmblookup, `#!/bin/sh\nexec ${enter} '${tools.path('nmblookup')}' "$@"\n`, { mode: 0o755 });
  const registered = new RegExp(`Added netbios name ${NAME}<20> .* to subnet ${ADDRESS}\\b`);
  await waitFor(() => registered.test(process.logs()), { what: 'nmbd', timeoutMs: 45_000 }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${process.logs()}`, { cause: error });
  });
  return {
    nmblookup,
    name: NAME,
    workgroup: WORKGROUP,
    address: ADDRESS,
    stop: async () => void (await process.stop()),
  };
}

function configurationText(home: string): string {
  return `[global]
netbios name = ${NAME}
workgroup = ${WORKGROUP}
private dir = ${home}/private
state directory = ${home}/state
cache directory = ${home}/cache
lock directory = ${home}/lock
pid directory = ${home}/pid
nmbd:socket dir = ${home}/socket
enable core files = no
`;
}
