import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { DemoServer, LOOPBACK, refuse, welcomeGladly, welcomeSlowly, type Welcome } from './demo-server.js';

const servers: DemoServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function opened(welcome: Welcome, port = 0): Promise<DemoServer> {
  const server = new DemoServer(welcome, port);
  servers.push(server);
  await server.open();
  return server;
}

/** The first line a client is told. */
async function greeting(port: number): Promise<string> {
  const socket = connect(port, LOOPBACK);
  try {
    const [line] = (await once(socket, 'data')) as [Buffer];
    return line.toString();
  } finally {
    socket.destroy();
  }
}

describe('a demo server', () => {
  it('greets, at once or after a while', async () => {
    expect(await greeting((await opened(welcomeGladly)).port)).toMatch(/^220 /);
    const slow = await opened(welcomeSlowly(300));
    const began = performance.now();
    expect(await greeting(slow.port)).toMatch(/^220 /);
    expect(performance.now() - began).toBeGreaterThanOrEqual(295);
  });

  it('refuses with 554', async () => {
    expect(await greeting((await opened(refuse)).port)).toMatch(/^554 /);
  });

  it('goes away and comes back on its port', async () => {
    const server = await opened(welcomeGladly);
    const { port } = server;
    await server.close();
    await expect(greeting(port)).rejects.toThrow('ECONNREFUSED');
    await server.open();
    expect(server.port).toBe(port);
    expect(await greeting(port)).toMatch(/^220 /);
  });

  it('takes another port when the one it would like is taken', async () => {
    const other = createServer().listen(0, LOOPBACK);
    await once(other, 'listening');
    const taken = (other.address() as AddressInfo).port;
    const server = await opened(welcomeGladly, taken);
    expect(server.port).not.toBe(taken);
    expect(await greeting(server.port)).toMatch(/^220 /);
    other.close();
  });
});
