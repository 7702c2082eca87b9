import { once } from 'node:events';
import { createServer as createPlainServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, type SecureContextOptions, TLSSocket } from 'node:tls';

/** A mail server that says as much as a probe asks. */
export interface TlsMailServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts one on 127.0.0.1.
 * @param security TLS from the start, or offered by STARTTLS
 */
export async function startTlsMailServer(
  security: 'tls' | 'starttls',
  certificate: SecureContextOptions,
): Promise<TlsMailServer> {
  const sockets = new Set<Socket>();
  const server: Server = security === 'tls' ? createTlsServer(certificate) : createPlainServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on(security === 'tls' ? 'secureConnection' : 'connection', (socket: Socket) => {
    socket.write('220 mx.test ESMTP\r\n');
    converse(socket, certificate);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function converse(socket: Socket, certificate: SecureContextOptions): void {
  const offer = socket instanceof TLSSocket ? '' : '250-STARTTLS\r\n';
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    const line = data.toString();
    if (line.startsWith('EHLO')) socket.write(`250-mx.test\r\n${offer}250-8BITMIME\r\n250 SIZE 1000\r\n`);
    else if (line.startsWith('STARTTLS')) {
      socket.removeAllListeners('data');
      socket.write('220 2.0.0 go on\r\n', () => {
        converse(
          new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(certificate) }),
          certificate,
        );
      });
    } else socket.end('221 2.0.0 bye\r\n');
  });
}
