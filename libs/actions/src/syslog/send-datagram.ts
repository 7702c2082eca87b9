import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { resolveHost } from '../resolve-host.js';

/** How long to listen for a report that nobody is there (ICMP port unreachable), milliseconds: nearby hosts send one at once. */
const REFUSAL_WAIT_MS = 200;

/**
 * Sends one datagram. That nobody hears it is noticed only when the other host says so at once.
 * @throws what the network reported, or the reason of the signal
 */
export async function sendDatagram(data: Buffer, host: string, port: number, signal: AbortSignal): Promise<void> {
  const { address, family } = await resolveHost(host, signal);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    // The kernel reports refusals to connected sockets alone.
    socket.connect(port, address);
    await once(socket, 'connect', { signal });
    // Before the sending: the error may come while that is waited for.
    const refused = once(socket, 'error', { signal }).then(([error]) => Promise.reject(error as Error));
    refused.catch(() => undefined);
    await new Promise<void>((resolve, reject) => {
      socket.send(data, (error) => (error === null ? resolve() : reject(error)));
    });
    await Promise.race([refused, delay(REFUSAL_WAIT_MS, undefined, { signal })]);
  } finally {
    socket.removeAllListeners().on('error', () => undefined);
    socket.close();
  }
}
