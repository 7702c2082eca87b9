/**
 * A server that holds its sessions: it greets them all once nobody new has come for a while. Its argument is JSON, see below.
 * Sends its port; answers any message with the most sessions at once.
 */
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { CertificatePair } from './certificate.js';

/** How to hold sessions. */
export interface SlowServerOrder {
  readonly quietMs: number;
  /** With TLS from the start; null for clear text. */
  readonly tls: CertificatePair | null;
}

const BACKLOG = 4096;

const { quietMs, tls } = JSON.parse(process.argv[2] ?? '') as SlowServerOrder;
const waiting = new Set<Socket>();
let open = 0;
let most = 0;

const quiet = setTimeout(greetAll, quietMs);

function greetAll(): void {
  for (const socket of waiting) socket.write('220 slow.test ESMTP\r\n');
  waiting.clear();
}

function hold(socket: Socket): void {
  open += 1;
  most = Math.max(most, open);
  waiting.add(socket);
  quiet.refresh();
  socket.on('data', () => socket.end('221 2.0.0 Bye\r\n'));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    waiting.delete(socket);
    open -= 1;
  });
}

const server = tls === null ? createServer(hold) : createTlsServer({ cert: tls.certificate, key: tls.key }, hold);
server.listen({ host: '0.0.0.0', port: 0, backlog: BACKLOG }, () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});
process.on('message', () => {
  process.send?.(most);
  most = open;
});
process.once('disconnect', () => process.exit(0));
