import { createWriteStream } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Behaviour, LogLine, Order, TargetsSettings } from './behaviour.js';

const settings = JSON.parse(process.env['MAIL_TARGETS'] ?? '') as TargetsSettings;
const log = createWriteStream(settings.logFile, { flags: 'a' });
const targets = new Map<string, Target>();

interface Target {
  behaviour: Behaviour;
  listener: Server | undefined;
  readonly greetAfterMs: number;
}

function note(line: LogLine): void {
  log.write(`${JSON.stringify(line)}\n`);
}

async function listen(address: string): Promise<Server> {
  const server = createServer((socket) => meet(socket, address));
  server.listen({ host: address, port: settings.port, backlog: 256 });
  await once(server, 'listening');
  return server;
}

/** The session is as the target is when it begins. */
function meet(socket: Socket, address: string): void {
  const { behaviour = 'refuse', greetAfterMs = 0 } = targets.get(address) ?? {};
  note({ atMs: Date.now(), address, met: behaviour });
  socket.on('error', () => undefined);
  switch (behaviour) {
    case 'refuse':
      return void socket.destroy();
    case '421':
      return void socket.end('421 4.3.2 mx.test Service not available, closing transmission channel\r\n');
    case 'silent':
      // Left open until the visitor goes.
      return void socket.resume();
    case '554':
      return converse(socket, '554 5.3.2 mx.test No SMTP service here');
    case 'well':
      return void setTimeout(() => converse(socket, '220 mx.test ESMTP'), greetAfterMs);
  }
}

function converse(socket: Socket, greeting: string): void {
  if (socket.destroyed) return;
  socket.write(`${greeting}\r\n`);
  socket.once('data', () => socket.end('221 2.0.0 mx.test Bye\r\n'));
}

/** @returns when it is so: milliseconds since 1970 */
async function become(address: string, behaviour: Behaviour): Promise<number> {
  const target = targets.get(address);
  if (target === undefined) throw new Error(`there is no target ${address}`);
  target.behaviour = behaviour;
  if (behaviour === 'refuse') {
    // Sessions under way end as they began.
    target.listener?.close();
    target.listener = undefined;
  } else {
    target.listener ??= await listen(address);
  }
  const atMs = Date.now();
  note({ atMs, address, becomes: behaviour });
  return atMs;
}

async function obey(order: Order): Promise<number> {
  if ('become' in order) return become(order.address, order.become);
  await new Promise<void>((resolve) => log.write('', () => resolve()));
  return Date.now();
}

for (const [index, address] of settings.addresses.entries()) {
  const greetAfterMs = Math.round((settings.maxGreetingMs * index) / settings.addresses.length);
  targets.set(address, { behaviour: 'well', listener: await listen(address), greetAfterMs });
}
const control = createServer((socket) => {
  socket.on('error', () => undefined);
  // One order after the other, so that answers come in their order.
  let last = Promise.resolve();
  createInterface({ input: socket }).on('line', (line) => {
    last = last
      .then(() => obey(JSON.parse(line) as Order))
      .then((atMs) => ({ atMs }))
      .catch((error: unknown) => ({ error: String(error) }))
      .then((answer) => void socket.write(`${JSON.stringify(answer)}\n`));
  });
});
control.listen(settings.controlPort, '127.0.0.1', () => console.log('ready'));
