import { ExchangeError, type Stage } from './exchange.js';
import { RefusedAddressError } from './guarded-lookup.js';
import type { HttpFailure } from './http-client.js';

/** The circumstances of a request that got no answer. */
export interface Attempt {
  readonly url: URL;
  readonly signal: AbortSignal;
  /** How long it took, milliseconds. */
  readonly elapsedMs: number;
}

type Sentence = (host: string, place: string) => string;

/** By the codes of Node's errors. Certificates are renewed and servers come back: all of these may be tried again. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: (_, place) => `Connection refused by ${place}`,
  ECONNRESET: (_, place) => `${place} closed the connection before its answer was complete`,
  EPIPE: (_, place) => `${place} closed the connection before its answer was complete`,
  ETIMEDOUT: (_, place) => `Could not connect to ${place}: nothing came back`,
  EHOSTUNREACH: (_, place) => `There is no route to ${place}`,
  ENETUNREACH: (_, place) => `There is no route to ${place}`,
  ENOTFOUND: (host) => `The name ${host} has no address in DNS`,
  ENODATA: (host) => `The name ${host} has no address in DNS`,
  EAI_AGAIN: (host) => `The name ${host} could not be looked up: the DNS server did not answer`,
  CERT_HAS_EXPIRED: (host) => `The certificate of ${host} has expired`,
  CERT_NOT_YET_VALID: (host) => `The certificate of ${host} is not valid yet`,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => `The certificate of ${host} is made out to other names`,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  HPE_HEADER_OVERFLOW: (_, place) => `The headers of the answer of ${place} are too long`,
  EPROTO: noTls,
};

function untrusted(host: string): string {
  return `The certificate of ${host} was issued by nobody who is trusted here: add the authority that issued it`;
}

function noTls(_: string, place: string): string {
  return `No TLS connection came about with ${place}: if it speaks HTTP without TLS, write http:// in the URL`;
}

/** Why a request got no answer, for people. Never holds a path, a header or a body. */
export function describeFailure(error: unknown, attempt: Attempt): HttpFailure {
  const { cause, stage } = error instanceof ExchangeError ? error : { cause: error, stage: 'connecting' as const };
  const { url, signal, elapsedMs } = attempt;
  const place = placeOf(url);
  if (cause instanceof RefusedAddressError) return refused(cause, url.hostname);
  if (signal.aborted) return { retryable: true, error: describeEnd(stage, place, signal.reason, elapsedMs) };
  const code = codeOf(cause);
  if (/^ERR_(?:INVALID|HTTP_INVALID|UNESCAPED)/.test(code)) {
    return { retryable: false, error: `The request to ${place} can not be written: a header or the URL is malformed` };
  }
  return { retryable: true, error: sentenceOf(code)(url.hostname, place) };
}

function sentenceOf(code: string): Sentence {
  const known = Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined;
  if (known !== undefined) return known;
  if (code.startsWith('ERR_SSL')) return noTls;
  if (code.startsWith('HPE_')) return (_, place) => `${place} does not answer by the rules of HTTP (${code})`;
  return (_, place) => `The request to ${place} failed (${code || 'unknown error'})`;
}

function refused({ address }: RefusedAddressError, hostname: string): HttpFailure {
  const named = address === hostname ? address : `${address}, the address of ${hostname},`;
  return {
    retryable: false,
    error: `Requests to ${named} are not allowed: it is link-local, multicast, or where a cloud keeps its metadata`,
  };
}

function describeEnd(stage: Stage, place: string, reason: unknown, elapsedMs: number): string {
  const isTimeout = reason instanceof Error && reason.name === 'TimeoutError';
  if (!isTimeout) return `The request to ${place} was stopped before it was answered`;
  const within = `within ${Math.max(1, Math.round(elapsedMs / 1000))} s`;
  if (stage === 'connecting') return `Could not connect to ${place} ${within}`;
  if (stage === 'waiting') return `${place} gave no answer ${within}`;
  return `The answer of ${place} was not complete ${within}`;
}

/** Such as `hooks.example.com port 443`. */
export function placeOf(url: URL): string {
  const port = url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80';
  return `${url.hostname} port ${port}`;
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
