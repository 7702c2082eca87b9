import { readFile } from 'node:fs/promises';

/** The states of `include/net/tcp_states.h` in which nobody holds a session: TIME_WAIT, CLOSE, LISTEN, NEW_SYN_RECV. */
const NO_SESSION = new Set(['06', '07', '0A', '0C']);
/** Number, our address and port, the other's, state. */
const ROW = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]{2}) /;

/** A socket of this machine that takes part in a connection to a port. */
export interface OpenSession {
  /** The port that was connected to. */
  readonly port: number;
  /** Whether it is the socket of the one who connected, or is trying to, or of the one who listens. */
  readonly side: 'client' | 'server';
}

/**
 * Finds the TCP connections to some ports that are open on either side, as the kernel knows them. Linux only. It takes
 * seconds while a hundred thousand connections of other tests are being forgotten: ask for many ports at once.
 */
export async function openSessions(ports: readonly number[]): Promise<readonly OpenSession[]> {
  const wanted = new Set(ports);
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'latin1')));
  return tables
    .flatMap((table) => table.split('\n'))
    .flatMap((row) => {
      const [, own, other, state] = ROW.exec(row) ?? [];
      if (state === undefined || NO_SESSION.has(state)) return [];
      const ends = [
        { side: 'server', port: portOf(own) },
        { side: 'client', port: portOf(other) },
      ] as const;
      return ends.filter(({ port }) => wanted.has(port));
    });
}

function portOf(hexadecimal = ''): number {
  return Number.parseInt(hexadecimal, 16);
}
