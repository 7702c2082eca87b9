import { readFileSync } from 'node:fs';
import { waitFor } from '@twotwenty/testing/wait-for';

/** States of a socket in /proc/net/tcp (the kernel's tcp_states.h) that are no session any more, or not yet one. */
const TIME_WAIT = '06';
const LISTEN = '0A';

/** How many TCP connections this machine's kernel keeps whose near end is `port`: those that a server there has not closed. */
export function openSessions(port: number): number {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) =>
    readFileSync(path, 'utf8').trim().split('\n').slice(1),
  );
  return lines.filter((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return local?.endsWith(suffix) && state !== TIME_WAIT && state !== LISTEN;
  }).length;
}

/** Waits until a server has no session left on the port. */
export async function untilNoSession(port: number): Promise<void> {
  await waitFor(() => openSessions(port) === 0, { what: `the sessions on port ${port} to be closed` });
}
