import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { ProbeTarget } from '@twotwenty/domain/probe';
import { onTestFinished } from 'vitest';

/** The server's end of one connection, driven by a script. */
export class Peer {
  /** Everything the probe has sent. */
  received = '';
  /** How the probe's side ended: FIN, RST (its own, or ours that left it no time), or not yet. */
  end: 'fin' | 'rst' | null = null;
  readonly closed: Promise<void>;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      this.notify();
    });
    socket.on('end', () => {
      this.end ??= 'fin';
      this.notify();
    });
    socket.on('error', () => {
      this.end ??= 'rst';
      this.notify();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.end ??= 'rst';
        this.notify();
        resolve();
      });
    });
  }

  /** Sends text, one octet per character, and waits until the kernel has it. */
  send(text: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.destroyed) resolve();
      else this.socket.write(text, 'latin1', () => resolve());
    });
  }

  /** Sends each octet by itself, in an event-loop turn of its own. */
  async dribble(text: string): Promise<void> {
    for (const octet of text) {
      await this.send(octet);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Waits until the probe has sent `text`, or has closed. */
  async heard(text: string): Promise<void> {
    while (!this.received.includes(text) && this.end === null) {
      await new Promise<void>((resolve) => this.listeners.add(resolve));
    }
  }

  /** Waits until the probe has closed its side. */
  async left(): Promise<void> {
    while (this.end === null) await new Promise<void>((resolve) => this.listeners.add(resolve));
  }

  close(): void {
    this.socket.end();
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }

  destroy(): void {
    this.socket.destroy();
  }

  private notify(): void {
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const listener of listeners) listener();
  }
}

export interface ScriptedServer {
  readonly port: number;
  /** A target for this server; `overrides` as wanted. */
  readonly target: (overrides?: Partial<ProbeTarget>) => ProbeTarget;
  readonly peers: readonly Peer[];
}

/** Starts a server on a free port that runs `script` for each connection; it is stopped when the test ends. */
export async function scriptedServer(
  script: (peer: Peer) => Promise<void> | void,
  host = '127.0.0.1',
): Promise<ScriptedServer> {
  const peers: Peer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = new Peer(socket);
    peers.push(peer);
    void script(peer);
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const peer of peers) peer.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { port, peers, target: (overrides = {}) => aTarget({ host, port, ...overrides }) };
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const STUCK_LISTENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ ...workerData, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** Listens, but with a full queue that nobody accepts from: further SYNs are dropped, as by a firewall. */
export async function stuckListener(host: string, port = 0): Promise<number> {
  const worker = new Worker(STUCK_LISTENER, { eval: true, workerData: { host, port } });
  onTestFinished(async () => void (await worker.terminate()));
  const [boundPort] = (await once(worker, 'message')) as [number];
  for (let isFull = false; !isFull;) {
    const filler = connect({ host, port: boundPort }).on('error', () => undefined);
    onTestFinished(() => void filler.destroy());
    isFull = await Promise.race([
      once(filler, 'connect').then(() => false),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 50)),
    ]);
  }
  return boundPort;
}

/** A plain target; `overrides` as wanted. */
export function aTarget(overrides: Partial<ProbeTarget> = {}): ProbeTarget {
  return {
    host: '127.0.0.1',
    port: 25,
    security: 'none',
    tls: { certificate: 'require', warnDays: null, failDays: null },
    addressFamily: 'any',
    ehloName: null,
    strictQuit: false,
    ...overrides,
  };
}

/** The script of a well-behaved server with any greeting. */
export function greets(greeting: string, farewell = '221 2.0.0 Bye\r\n'): (peer: Peer) => Promise<void> {
  return async (peer) => {
    await peer.send(greeting);
    await peer.heard('QUIT\r\n');
    await peer.send(farewell);
    peer.close();
  };
}
