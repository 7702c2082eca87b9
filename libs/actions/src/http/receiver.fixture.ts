import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Certificate } from '@twotwenty/testing/certificates';
import { onTestFinished } from 'vitest';

/** One request, whole. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a receiver does with a request that has come in whole. */
export type Respond = (response: ServerResponse, request: ReceivedRequest) => void;

/** A server that receives notices. */
export interface TestReceiver {
  readonly port: number;
  /** The requests so far, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** The connections so far, open and closed. */
  readonly connections: readonly Socket[];
  /** The address of a path on this server. */
  url(path?: string): string;
  /** The body of the last request, which is JSON. */
  lastJson(): unknown;
}

/**
 * Starts a receiver on a free port of 127.0.0.1; it is stopped, with all its connections, when the test ends.
 * @param certificate with it, the receiver speaks TLS, and its address is that of localhost
 */
export async function startReceiver(respond: Respond, certificate: Certificate | null = null): Promise<TestReceiver> {
  const requests: ReceivedRequest[] = [];
  const connections: Socket[] = [];
  const listener: RequestListener = (incoming, response) => {
    void readRequest(incoming).then((request) => {
      if (request === null) return;
      requests.push(request);
      respond(response, request);
    });
  };
  const server =
    certificate === null
      ? createServer(listener)
      : createTlsServer({ cert: certificate.chain, key: certificate.key }, listener);
  server.on('connection', (socket: Socket) => connections.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const origin = certificate === null ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
  return {
    port,
    requests,
    connections,
    url: (path = '/') => `${origin}${path}`,
    lastJson: () => JSON.parse(requests.at(-1)?.body ?? '') as unknown,
  };
}

/** Null: the client left before its request was complete. */
async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest | null> {
  try {
    const chunks = (await incoming.toArray()) as Buffer[];
    const { method = '', url = '', headers } = incoming;
    return { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
  } catch {
    return null;
  }
}

/** Answers every request in the same way. */
export function answers(status: number, body = '', headers: Readonly<Record<string, string>> = {}): Respond {
  return (response) => response.writeHead(status, headers).end(body);
}

/** As a service answers that speaks JSON. */
export function answersJson(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Respond {
  return answers(status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
}

/** Answers the first request with the first, and so on; the last answer stays. */
export function inTurn(...responds: readonly [Respond, ...Respond[]]): Respond {
  let turn = 0;
  return (response, request) => {
    const respond = responds[Math.min(turn, responds.length - 1)];
    turn += 1;
    respond?.(response, request);
  };
}
