import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const lowestPort = 10_000;
const handedOut = new Set<number>();

/**
 * A TCP port on `host` that nothing listens on. It lies below the range the kernel gives to outgoing connections, so that a
 * server which stops and starts again on it does not find it taken by some client. Never the same twice in one process.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const span = firstEphemeralPort() - lowestPort;
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const port = lowestPort + Math.floor(Math.random() * span);
    if (handedOut.has(port) || !(await canListen(host, port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`No free port on ${host} between ${lowestPort} and ${lowestPort + span}`);
}

/** True when a TCP connection to the port is accepted; false when it is refused. Other failures are thrown. */
export function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve(false);
      else reject(error);
    });
  });
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function firstEphemeralPort(): number {
  try {
    const first = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
    return first > lowestPort + 1_000 ? first : 32_768;
  } catch {
    return 32_768;
  }
}
