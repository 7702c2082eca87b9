import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './debian-packages.js';
import { type ManagedProcess, startProcess } from './managed-process.js';
import { temporaryDirectory } from './temporary-directory.js';
import { waitFor } from './wait-for.js';

/** A real manager of SNMP notifications. */
export interface Snmptrapd {
  readonly port: number;
  /** What it received, in its own words, OIDs as numbers. */
  logs(): string;
  stop(): Promise<unknown>;
}

/**
 * Starts Net-SNMP's snmptrapd on a free port of 127.0.0.1. It logs what the community and the users may send.
 * @param settings lines for its snmptrapd.conf, such as `authCommunity log public`
 */
export async function startSnmptrapd(settings: readonly string[]): Promise<Snmptrapd> {
  const { command, env } = await findProgram(['snmptrapd'], 'snmptrapd');
  const home = temporaryDirectory('snmptrapd');
  const configuration = join(home, 'snmptrapd.conf');
  writeFileSync(configuration, `${settings.join('\n')}\n`);
  const port = await freeUdpPort();
  const run = await startProcess({
    label: 'snmptrapd',
    command,
    // In the foreground, with this configuration alone, logging to standard output, OIDs as numbers, without MIBs.
    args: ['-f', '-C', '-c', configuration, '-Lo', '-On', '-m', '', `udp:127.0.0.1:${port}`],
    env: { ...env, SNMP_PERSISTENT_DIR: join(home, 'state') },
  });
  await waitFor(() => /NET-SNMP version/.test(run.logs()) || run.end !== undefined, { what: 'snmptrapd to start' });
  failIfEnded(run);
  return { port, logs: () => run.logs(), stop: () => run.stop() };
}

function failIfEnded(run: ManagedProcess): void {
  if (run.end !== undefined) throw new Error(`snmptrapd ended at once:\n${run.logs()}`);
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
