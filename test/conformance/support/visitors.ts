import { connect, type Socket } from 'node:net';
import type { TestServer } from '@twotwenty/testing/server-process';
import { waitFor } from '@twotwenty/testing/wait-for';
import { onTestFinished } from 'vitest';

/** Another client of the server, which takes up a connection until the test ends or it is destroyed. */
export function occupy(server: TestServer): Promise<Socket> {
  // While the server has not yet counted out its last visitor, it may turn this one away.
  return waitFor(
    async () => {
      const socket = visitor(server);
      const heard = await new Promise<string>((resolve) => {
        socket.once('data', (data) => resolve(data.toString('latin1'))).once('close', () => resolve(''));
      });
      if (heard.startsWith('220')) return socket;
      socket.destroy();
      return false;
    },
    { what: 'a connection to take up' },
  );
}

/** A client that talks before the greeting, as senders of spam do; resolves when it has been turned away. */
export function talkTooEarly(server: TestServer): Promise<void> {
  const socket = visitor(server);
  socket.resume().write('EHLO spammer.test\r\n');
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

function visitor({ port, host }: TestServer): Socket {
  const socket = connect({ port, host });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  return socket;
}
