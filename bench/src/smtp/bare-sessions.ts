import { connect, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import { CERTIFICATE_HOST } from './certificate.js';
import type { Session } from './lanes.js';

/*
 * The dialogues of the probe with nothing but the dialogue: no deadline, no limits, no record of what was said, no reasons.
 */

/** Connect, 220, QUIT, 221, close. */
export function bareSession(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    let received = '';
    let greeted = false;
    const socket = connect({ host, port });
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (!received.endsWith('\r\n')) return;
      if (received.startsWith('220 ')) {
        greeted = true;
        received = '';
        socket.write('QUIT\r\n');
      } else {
        socket.end();
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(greeted));
  });
}

/** Connect, handshake, 220, QUIT, 221, close. */
export function bareImplicitTlsSession(certificate: string): Session {
  const secureContext = createSecureContext({ ca: certificate });
  return (host, port) => {
    const socket = connectTls({ host, port, servername: CERTIFICATE_HOST, secureContext });
    return untilClosed(socket, ['220 ', '221 '], ['QUIT']);
  };
}

/** Connect, 220, EHLO, STARTTLS, 220, handshake, EHLO, QUIT, 221, close. */
export function bareStartTlsSession(certificate: string): Session {
  const secureContext = createSecureContext({ ca: certificate });
  return (host, port) => {
    const socket = connect({ host, port });
    return new Promise((resolve) => {
      let secured = Promise.resolve(false);
      converse(socket, ['220 ', '250 ', '220 '], ['EHLO probe.test', 'STARTTLS'], () => {
        socket.removeAllListeners('data');
        secured = ehloAndQuit(socket, secureContext);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => void secured.then(resolve));
    });
  };
}

function ehloAndQuit(plain: Socket, secureContext: SecureContext): Promise<boolean> {
  const socket = connectTls({ socket: plain, servername: CERTIFICATE_HOST, secureContext });
  socket.on('secureConnect', () => socket.write('EHLO probe.test\r\n'));
  return untilClosed(socket, ['250 ', '221 '], ['QUIT']);
}

/** Converses and closes; tells whether all replies were as they should be. */
function untilClosed(socket: Socket, replies: readonly string[], commands: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    let complete = false;
    converse(socket, replies, commands, () => {
      complete = true;
      socket.end();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(complete));
  });
}

/** Answers each of the replies with a command, and tells when the last reply has come; closes when another one comes. */
function converse(
  socket: Socket,
  replies: readonly string[],
  commands: readonly string[],
  onLastReply: () => void,
): void {
  let received = '';
  let step = 0;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    if (!received.endsWith('\r\n')) return;
    const lastLine = received.lastIndexOf('\n', received.length - 2) + 1;
    if (received[lastLine + 3] === '-') return;
    if (!received.startsWith(replies[step] ?? '', lastLine)) {
      socket.end();
      return;
    }
    received = '';
    const command = commands[step];
    step += 1;
    if (command === undefined) onLastReply();
    else socket.write(`${command}\r\n`);
  });
}
