import { connect } from 'node:net';
import type { RecoveryTarget } from '../recovery-method.js';

/** Listens to a port meanwhile. */
export interface GreetingWatch {
  /** Aborted when the server speaks first, which one of SMB never does: net(8) would wait 20 s for sense in it. */
  readonly signal: AbortSignal;
  /** What it said, readable; null while it is silent. */
  greeting(): string | null;
  stop(): void;
}

const MAX_LENGTH = 80;

export function watchForGreeting({ address, port }: RecoveryTarget): GreetingWatch {
  const spoken = new AbortController();
  let greeting: string | null = null;
  const socket = connect({ host: address, port });
  // net(8) tells what is wrong with the connection.
  socket.on('error', () => undefined);
  socket.once('data', (octets: Buffer) => {
    greeting = octets
      .toString('latin1')
      .replace(/[^\x20-\x7e]+/g, ' ')
      .trim()
      .slice(0, MAX_LENGTH);
    socket.destroy();
    spoken.abort();
  });
  return { signal: spoken.signal, greeting: () => greeting, stop: () => void socket.destroy() };
}
