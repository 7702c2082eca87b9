import { STATUS_CODES } from 'node:http';
import { type DeliveryOutcome, MAX_ERROR_LENGTH, MAX_RESPONSE_LENGTH } from '../channel.js';
import { fitText, oneLine } from './fit-text.js';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.js';
import { redact } from './redact.js';

/** What is particular about a receiver. */
export interface Receiver {
  /** As sentences name it: `Slack`. */
  readonly name: string;
  /** What must not be told when it comes back in an answer or an error. */
  readonly secrets: readonly string[];
  /** What an answer that is no success means and where to look, as the end of a sentence; null if nothing is known. */
  readonly explain?: (answer: HttpAnswer) => string | null;
  /** Why an answer with a status of 2xx is none of success all the same; null if it is one. */
  readonly objectTo?: (answer: HttpAnswer) => string | null;
  /** How long the body of an answer asks to be left alone, seconds, 0 to 3600; null if it does not. */
  readonly readRetryAfter?: (answer: HttpAnswer) => number | null;
}

/** Sends one request to a receiver, and tells what came of it. Never rejects. */
export async function deliver(
  http: HttpClient,
  request: HttpRequest,
  receiver: Receiver,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { answer, failure } = await http.send(request, signal);
  const say = (text: string, length: number): string => fitText(oneLine(redact(text, receiver.secrets)), length);
  if (failure !== null) {
    const error = say(failure.error, MAX_ERROR_LENGTH);
    return { ok: false, retryable: failure.retryable, error, response: null, retryAfterSeconds: null };
  }
  const response = say(describeAnswer(answer), MAX_RESPONSE_LENGTH);
  const objection = problemOf(answer, receiver);
  if (objection === null) return { ok: true, response };
  return {
    ok: false,
    retryable: isRetryable(answer.status),
    error: say(`${receiver.name} ${objection}`, MAX_ERROR_LENGTH),
    response,
    retryAfterSeconds: receiver.readRetryAfter?.(answer) ?? answer.retryAfterSeconds,
  };
}

/** A request with a body in JSON. */
export function jsonRequest(
  method: 'POST' | 'PUT',
  url: URL,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest & { readonly body: string } {
  const contentType = { 'Content-Type': 'application/json; charset=utf-8' };
  return { method, url, headers: { ...USER_AGENT, ...headers, ...contentType }, body: JSON.stringify(body) };
}

export const USER_AGENT = { 'User-Agent': 'TwoTwenty' } as const;

/** Such as `404 Not Found: no_service`. */
function describeAnswer({ status, body }: HttpAnswer): string {
  const phrase = STATUS_CODES[status];
  const line = phrase === undefined ? String(status) : `${status} ${phrase}`;
  return body.trim() === '' ? line : `${line}: ${body}`;
}

function problemOf(answer: HttpAnswer, { objectTo, explain }: Receiver): string | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return objectTo?.(answer) ?? null;
  return `answered ${describeAnswer({ ...answer, body: '' })}: ${explain?.(answer) ?? explainStatus(status)}`;
}

/** Success that is none, trouble of the receiver's own, and being too fast or too early, may pass. */
function isRetryable(status: number): boolean {
  return status < 300 || status >= 500 || [408, 425, 429].includes(status);
}

function explainStatus(status: number): string {
  if (status === 401 || status === 403) return 'it does not accept the credentials; check them in the settings';
  if (status === 404 || status === 410) return 'there is nothing at this address; check it in the settings';
  if (status === 405) return 'it does not accept this method; check the method and the address in the settings';
  if (status === 413) return 'the notice is too long for it; shorten the template';
  if (status === 408 || status === 425) return 'it did not take the request in time';
  if (status === 429) return 'it is asked too often';
  if (status >= 500) return 'it has trouble of its own';
  if (status >= 400) return 'it does not accept the request; see what it says about it, and check the settings';
  return 'that is no answer to a notice; check the address in the settings';
}
