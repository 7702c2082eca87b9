import { problemSchema, type Problem } from '@twotwenty/contracts/http';
import type { z } from 'zod';
import { observeServerTime } from '../time/server-clock.js';

const BASE = '/api/v1';
const TIMEOUT_MS = 10_000;

/** The controller answered, and the answer was a refusal. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    /** Null when the body was no problem document: a proxy in between may have answered. */
    readonly problem: Problem | null,
  ) {
    super(problem?.detail ?? problem?.title ?? `The controller answered with status ${status}.`);
  }
}

/** No answer: the controller is down, the network is, or it took longer than 10 seconds. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('The controller cannot be reached.', { cause });
  }
}

/** An answer that does not follow the contract: this page and the controller are of different versions. */
export class UnreadableError extends Error {
  constructor(cause: unknown) {
    super('The controller answered in a form that this page does not understand.', { cause });
  }
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** That the caller has seen: when another one is stored by now, the controller refuses with 412 (RFC 9110 §13.1.1). */
  readonly version?: number;
  readonly signal?: AbortSignal;
}

/**
 * Sends a request to the API and checks that it was accepted.
 * @param path below `/api/v1`, with its query
 * @throws RefusedError, UnreachableError; the signal's reason when the caller aborted
 */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const { method = 'GET', body, signal } = options;
  const response = await reach(
    `${BASE}${path}`,
    {
      method,
      headers: headersOf(options),
      body: body === undefined ? null : JSON.stringify(body),
      signal: withTimeout(signal),
    },
    signal,
  );
  observeServerTime(response.headers.get('date'), Date.now());
  if (!response.ok) throw await refusal(response);
  return response;
}

/** Sends a request and reads its answer by the contract's schema. @throws UnreadableError besides those of `send` */
export async function fetchJson<T>(schema: z.ZodType<T>, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  return readJson(response, schema, options.signal);
}

function headersOf({ body, version }: RequestOptions): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
  };
}

async function reach(url: string, init: RequestInit, callerSignal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    callerSignal?.throwIfAborted();
    throw new UnreachableError(error);
  }
}

async function readJson<T>(
  response: Response,
  schema: z.ZodType<T>,
  callerSignal: AbortSignal | undefined,
): Promise<T> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    callerSignal?.throwIfAborted();
    throw new UnreachableError(error);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new UnreadableError(error);
  }
}

async function refusal(response: Response): Promise<Error> {
  const body: unknown = await response.json().catch(() => null);
  const problem = problemSchema.safeParse(body);
  // A gateway in front says that nobody is behind it: for the reader that is the same as no answer.
  if (!problem.success && [502, 503, 504].includes(response.status)) return new UnreachableError(response.status);
  return new RefusedError(response.status, problem.success ? problem.data : null);
}

function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

export function isNotFound(error: unknown): boolean {
  return error instanceof RefusedError && error.status === 404;
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof RefusedError && error.status === 401;
}
