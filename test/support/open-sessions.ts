import { readFile } from 'node:fs/promises';

/** The states of `include/net/tcp_states.h` in which nobody holds a session: TIME_WAIT, CLOSE, LISTEN, NEW_SYN_RECV. */
const NO_SESSION = new Set([0x06, 0x07, 0x0a, 0x0c]);

/** How many sockets of this machine take part in a connection to a port, by the side they are on. */
export interface OpenSessions {
  /** Sockets of those who connected, or are trying to. */
  readonly clients: number;
  /** Sockets of those who listen on the port. */
  readonly servers: number;
}

/** Counts the TCP connections to a port that are open on either side, as the kernel knows them. Linux only. */
export async function openSessions(port: number): Promise<OpenSessions> {
  const endpoint = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const open = (await connectionTable())
    // Thousands of rows may be of other tests.
    .filter((row) => row.includes(endpoint))
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => !NO_SESSION.has(Number.parseInt(columns[3] ?? '', 16)));
  const count = (column: number): number => open.filter((columns) => columns[column]?.endsWith(endpoint)).length;
  return { clients: count(2), servers: count(1) };
}

let reading: Promise<unknown> = Promise.resolve();
let nextTable: Promise<string[]> | null = null;

/** The rows as they are from now on. Who asks during a reading, which takes long on a busy machine, shares the next. */
function connectionTable(): Promise<string[]> {
  nextTable ??= reading.then(() => {
    nextTable = null;
    const table = readTable();
    reading = table.catch(() => undefined);
    return table;
  });
  return nextTable;
}

async function readTable(): Promise<string[]> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'latin1')));
  return tables.flatMap((table) => table.split('\n'));
}
