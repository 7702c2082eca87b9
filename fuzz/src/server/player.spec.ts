import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Action } from '../input.js';
import { Certificates } from './certificates.js';
import { Player } from './player.js';

const certificates = new Certificates();
const GRACE_MS = 60_000;

/** Both ends of a connection, of which the server half-closes nothing by itself. */
async function connection(): Promise<{ readonly client: Socket; readonly served: Socket }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const client = connect({ port: typeof address === 'object' ? (address?.port ?? 0) : 0, host: '127.0.0.1' });
  const [served] = await accepted;
  onTestFinished(() => {
    client.destroy();
    served.destroy();
    server.close();
  });
  return { client, served };
}

/** Unlike `once`, whatever error comes before. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

/** Connections of this process that hold a descriptor. */
function openConnections(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

describe('Player', () => {
  it.each<[string, readonly Action[]]>([
    ['by itself', [{ do: 'reset' }]],
    ['after a half-close', [{ do: 'half-close' }, { do: 'reset' }]],
    ['after words and a half-close', [{ do: 'send', octets: '220 mx\r\n' }, { do: 'half-close' }, { do: 'reset' }]],
  ])('holds no descriptor after a reset %s', async (_, actions) => {
    const before = openConnections();
    const { client, served } = await connection();
    client.on('error', () => undefined).resume();
    const isClosed = Promise.all([closed(client), closed(served)]);
    const player = new Player('127.0.0.1', actions, certificates);
    player.accept(served);
    expect(await player.collect(GRACE_MS, true)).toMatchObject({ connections: 1, wasCutOff: true, clientEnd: 'rst' });
    await isClosed;
    expect(openConnections()).toBe(before);
  });

  it('waits for a connection that the client says it has, and tells of it', async () => {
    const player = new Player('127.0.0.1', [{ do: 'stop-reading' }], certificates);
    const observation = player.collect(GRACE_MS, true);
    const { client, served } = await connection();
    player.accept(served);
    client.end();
    expect(await observation).toMatchObject({ connections: 1, clientEnd: 'fin', wasCutOff: false });
  });

  it('tells of no connection where none came', async () => {
    const collect = async (graceMs: number, hasConnected: boolean): Promise<unknown> =>
      new Player('127.0.0.1', [], certificates).collect(graceMs, hasConnected);
    expect(await collect(GRACE_MS, false)).toMatchObject({ connections: 0, clientEnd: null });
    expect(await collect(1, true)).toMatchObject({ connections: 0, clientEnd: null });
  });
});
