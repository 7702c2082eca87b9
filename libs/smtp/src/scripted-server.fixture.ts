import type { ProbeTarget } from '@twotwenty/domain/probe';
import type { Peer } from '@twotwenty/testing/scripted-peer';
import { type Script, startScriptedServer, startStuckListener } from '@twotwenty/testing/scripted-server';
import { onTestFinished } from 'vitest';

export type { Peer };
export { closedPort } from '@twotwenty/testing/scripted-server';

export interface ScriptedServer {
  readonly port: number;
  /** A target for this server; `overrides` as wanted. */
  readonly target: (overrides?: Partial<ProbeTarget>) => ProbeTarget;
  readonly peers: readonly Peer[];
}

/** Starts a server on a free port that runs `script` for each connection; it is stopped when the test ends. */
export async function scriptedServer(script: Script, host = '127.0.0.1'): Promise<ScriptedServer> {
  const server = await startScriptedServer(script, host);
  onTestFinished(() => server.stop());
  const { port, peers } = server;
  return { port, peers, target: (overrides = {}) => aTarget({ host, port, ...overrides }) };
}

/** Drops what is sent to its port, as a firewall does, until the test ends. */
export async function stuckListener(host: string, port = 0): Promise<number> {
  const listener = await startStuckListener(host, port);
  onTestFinished(() => listener.stop());
  return listener.port;
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
