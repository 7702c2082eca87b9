import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server on 127.0.0.1, and may hold back what they say to each other. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** From now on nothing passes, in either direction; connections are taken and stay silent. */
  stall(): void;
  /** What was held back goes on its way, in order. */
  flow(): void;
  close(): Promise<void>;
}

/** @param host where it listens */
export async function startProxy(serverPort: number, host = '127.0.0.1'): Promise<Proxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let stalled = false;
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [upstream, client] as const]) {
      from.setNoDelay();
      from.on('data', (data) => {
        if (!to.write(data)) from.pause();
      });
      to.on('drain', () => {
        if (!stalled) from.resume();
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
    if (stalled) for (const socket of pair) socket.pause();
  });
  const each = (act: (socket: Socket) => void): void => [...pairs].flat().forEach(act);
  await once(server.listen(0, host), 'listening');
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    stall() {
      stalled = true;
      each((socket) => socket.pause());
    },
    flow() {
      stalled = false;
      each((socket) => socket.resume());
    },
    async close() {
      each((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
