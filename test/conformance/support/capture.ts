import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '@twotwenty/testing/debian-packages';
import { isRoot } from '@twotwenty/testing/pretended-root';
import { startProcess } from '@twotwenty/testing/managed-process';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';
import { connectionsTo, type Connection, readSegments } from './pcap.js';

/** A running tcpdump(8) on the loopback interface. */
export interface Capture {
  /** The connections to a port so far that both sides have ended; waits until there are so many. */
  connections(port: number, count: number): Promise<Connection[]>;
  stop(): Promise<void>;
}

/** Starts to capture the TCP packets of some ports on loopback. Needs the right to (root, or CAP_NET_RAW). */
export async function startCapture(ports: readonly number[]): Promise<Capture> {
  const { command, env } = await findProgram(['tcpdump'], 'tcpdump');
  const file = join(temporaryDirectory('capture'), 'lo.pcap');
  const filter = ports.map((port) => `tcp port ${port}`).join(' or ');
  const tcpdump = await startProcess({
    label: 'tcpdump',
    command,
    // Each packet is written at once, in full, and nobody's rights are given up: the folder is ours alone.
    args: [
      '-i',
      'lo',
      '-U',
      '-n',
      '-s',
      '0',
      '--immediate-mode',
      ...(isRoot ? ['-Z', 'root'] : []),
      '-w',
      file,
      filter,
    ],
    env,
  });
  await waitFor(() => tcpdump.logs().includes('listening on') || tcpdump.end !== undefined, {
    what: 'tcpdump to listen',
  });
  if (tcpdump.end !== undefined) throw new Error(`tcpdump can't capture on lo:\n${tcpdump.logs()}`);
  return {
    async connections(port, count) {
      return waitFor(
        () => {
          const all = connectionsTo(port, readSegments(readFileSync(file)));
          return all.length >= count && all.every(hasEnded) && all;
        },
        { what: `${count} ended connections to port ${port} in the capture` },
      );
    },
    async stop() {
      await tcpdump.stop();
    },
  };
}

/** True when both sides have said FIN, or one of them RST. */
function hasEnded({ segments }: Connection): boolean {
  const ended = (from: 'client' | 'server') => segments.some((each) => each.from === from && each.fin);
  return segments.some(({ rst }) => rst) || (ended('client') && ended('server'));
}
