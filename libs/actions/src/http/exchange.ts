import { type Agent, type IncomingMessage, request as requestInClear } from 'node:http';
import { request as requestWithTls } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { HttpRequest } from './http-client.js';

/** How much of an answer is read, octets; its connection is closed after that. */
export const MAX_ANSWER_OCTETS = 64 * 1024;

/** How far a request came: connecting, then waiting for an answer, then reading it. */
export type Stage = 'connecting' | 'waiting' | 'reading';

/** One answer, as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** A request that got no whole answer. The cause is Node's error. */
export class ExchangeError extends Error {
  constructor(
    override readonly cause: unknown,
    readonly stage: Stage,
    /** True: the connection had been idle, and its server may have closed it before the request came. */
    readonly wasStale: boolean,
  ) {
    super('no answer', { cause });
  }
}

/** How connections are made: options of `net.connect` and `tls.connect`. */
export interface ConnectionOptions {
  readonly lookup: LookupFunction;
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: true;
  /** How long one of several addresses is tried before the next, milliseconds. */
  readonly autoSelectFamilyAttemptTimeout: number;
}

/**
 * Sends one request and reads its answer, without following redirects.
 * @param agent whose connections are used; false for a new one
 * @throws ExchangeError (as a rejection)
 */
export function exchange(
  request: HttpRequest,
  agent: Agent | false,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const { url, method, headers, body } = request;
  let stage: Stage = 'connecting';
  return new Promise<RawAnswer>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestWithTls : requestInClear;
    const outgoing = send(url, { method, headers, agent, ...options, signal });
    const fail = (error: unknown): void => {
      reject(new ExchangeError(error, stage, outgoing.reusedSocket && stage === 'waiting' && !signal.aborted));
    };
    outgoing.on('error', fail);
    outgoing.on('socket', (socket) => whenConnected(socket, () => (stage = 'waiting')));
    outgoing.on('response', (response) => {
      stage = 'reading';
      readAnswer(response).then(resolve, fail);
    });
    // Without this Node closes the connection and tells nobody.
    outgoing.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(answerOf(response, ''));
    });
    outgoing.end(body ?? undefined);
  }).catch((error: unknown) => {
    // Node throws at once for a request that it can not write.
    throw error instanceof ExchangeError ? error : new ExchangeError(error, stage, false);
  });
}

function whenConnected(socket: Socket, onConnected: () => void): void {
  const isEncrypted = socket instanceof TLSSocket;
  const isConnected = isEncrypted ? socket.getProtocol() !== null && !socket.connecting : !socket.connecting;
  if (isConnected) onConnected();
  else socket.once(isEncrypted ? 'secureConnect' : 'connect', onConnected);
}

async function readAnswer(response: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    octets += chunk.length;
    // Leaving the loop closes the connection.
    if (octets >= MAX_ANSWER_OCTETS) break;
  }
  return answerOf(response, Buffer.concat(chunks).subarray(0, MAX_ANSWER_OCTETS).toString('utf8'));
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: string): RawAnswer {
  return { status: statusCode, location: headers.location, retryAfter: headers['retry-after'], body };
}
