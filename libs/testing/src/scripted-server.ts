import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { Peer } from './scripted-peer.js';

/** What a server does with each connection. */
export type Script = (peer: Peer) => Promise<void> | void;

/** A server that does with each connection what a script says. */
export interface ScriptedServer {
  readonly port: number;
  /** The connections so far, in order. */
  readonly peers: readonly Peer[];
  /** Closes all that is open, and stops listening. */
  stop(): void;
}

/** Something that listens, until it is stopped. */
export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a server on a free port of `host`, or on `port`. Only `stop` ends it. */
export async function startScriptedServer(script: Script, host = '127.0.0.1', port = 0): Promise<ScriptedServer> {
  const peers: Peer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = new Peer(socket);
    peers.push(peer);
    void script(peer);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    peers,
    stop: () => {
      server.close();
      for (const peer of peers) peer.destroy();
    },
  };
}

// Not one that the kernel gave away and may give to somebody else at once: another test would then be listening on it.
export { freePort as closedPort } from './ports.js';

const STUCK_LISTENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ ...workerData, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/**
 * Listens, but with a full queue that nobody accepts from: further SYNs are dropped, as by a firewall.
 *
 * @param host where to listen; with 0.0.0.0 every address of 127.0.0.0/8 drops.
 */
export async function startStuckListener(host: string, port = 0): Promise<Listener> {
  const worker = new Worker(STUCK_LISTENER, { eval: true, workerData: { host, port } });
  const [boundPort] = (await once(worker, 'message')) as [number];
  const fillers: Socket[] = [];
  for (let isFull = false; !isFull;) {
    const filler = connect({ host, port: boundPort }).on('error', () => undefined);
    fillers.push(filler);
    isFull = await Promise.race([
      once(filler, 'connect').then(() => false),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 50)),
    ]);
  }
  const stop = async (): Promise<void> => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  };
  return { port: boundPort, stop };
}
