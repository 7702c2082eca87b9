/** A server with STARTTLS (RFC 3207). Its argument is the certificate with its key as JSON. Sends its port. */
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { CertificatePair } from './certificate.js';

const BACKLOG = 4096;

const { certificate, key } = JSON.parse(process.argv[2] ?? '') as CertificatePair;
const secureContext = createSecureContext({ cert: certificate, key });

const server = createServer((socket) => {
  serve(socket, '250-starttls.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n', () => {
    socket.removeAllListeners('data');
    const secured = new TLSSocket(socket, { isServer: true, secureContext });
    serve(secured, '250-starttls.test\r\n250 PIPELINING\r\n', () => secured.destroy());
  });
  socket.write('220 starttls.test ESMTP\r\n');
});

function serve(socket: Socket, ehloReply: string, onStartTls: () => void): void {
  // Commands come one at a time, each in one piece: our clients are known.
  socket.on('data', (chunk) => {
    const verb = chunk.toString('latin1', 0, 4).toUpperCase();
    if (verb === 'EHLO') socket.write(ehloReply);
    else if (verb === 'STAR') socket.write('220 2.0.0 Ready\r\n', onStartTls);
    else socket.end('221 2.0.0 Bye\r\n');
  });
  socket.on('error', () => undefined);
}

server.listen({ host: '0.0.0.0', port: 0, backlog: BACKLOG }, () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});
process.once('disconnect', () => process.exit(0));
