import { X509Certificate } from 'node:crypto';
import { lookup as systemLookup } from 'node:dns';
import { Agent as ClearAgent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { isIP } from 'node:net';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { AddressRules } from './address-rules.js';
import { type ConnectionOptions, exchange, ExchangeError, type RawAnswer } from './exchange.js';
import { describeFailure } from './failures.js';
import { guardedLookup, type Lookup, RefusedAddressError } from './guarded-lookup.js';
import type { HttpClient, HttpRequest, HttpResult } from './http-client.js';
import { redirectOf } from './redirect.js';
import { readRetryAfter } from './retry-after.js';

export interface HttpClientOptions {
  /** Addresses and networks that are open although they would be refused: link-local, multicast, metadata. */
  readonly allowedAddresses?: readonly string[];
  /** Certificates of authorities that are trusted besides those that come with Node, PEM. */
  readonly authorities?: readonly string[];
  /** In place of the system's. */
  readonly lookup?: Lookup;
  /** Milliseconds since 1970; what dates in Retry-After are compared with. */
  readonly now?: () => number;
}

/** Connections that are kept for the next request: a storm of notices needs no handshake for each. */
const POOL = { keepAlive: true, maxFreeSockets: 4, timeout: 2_000 };

/** Node's own 250 ms are too short for a far address when another one follows it. */
const ATTEMPT_TIMEOUT_MS = 2_500;

/**
 * The HTTP client of all channels. Uses no proxy, and always checks certificates.
 * @throws RangeError for an entry of `allowedAddresses` or `authorities` that is none
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  return new NodeHttpClient(options);
}

class NodeHttpClient implements HttpClient {
  readonly #rules: AddressRules;
  readonly #connection: ConnectionOptions;
  readonly #now: () => number;
  readonly #agents = { clear: new ClearAgent(POOL), tls: new TlsAgent(POOL) };

  constructor({ allowedAddresses, authorities = [], lookup = systemLookup, now = Date.now }: HttpClientOptions) {
    this.#rules = new AddressRules(allowedAddresses);
    this.#now = now;
    this.#connection = {
      lookup: guardedLookup(lookup, this.#rules),
      secureContext: secureContextOf(authorities),
      // Said here, it is not for NODE_TLS_REJECT_UNAUTHORIZED to say.
      rejectUnauthorized: true,
      autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
    };
  }

  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpResult> {
    const began = performance.now();
    let { url } = request;
    try {
      for (let followed = 0; ; followed += 1) {
        const answer = await this.#ask({ ...request, url }, signal);
        const redirect = redirectOf({ url, method: request.method }, answer, followed);
        if (redirect === null) return { answer: this.#read(answer), failure: null };
        if ('failure' in redirect) return { answer: null, failure: redirect.failure };
        ({ url } = redirect);
      }
    } catch (error) {
      const attempt = { url, signal, elapsedMs: performance.now() - began };
      return { answer: null, failure: describeFailure(error, attempt) };
    }
  }

  close(): void {
    this.#agents.clear.destroy();
    this.#agents.tls.destroy();
  }

  /**
   * A connection that was idle may be closed by its server just when it is used again. Then the request is sent once
   * more by a new one, as RFC 9112 §9.3.1 has it; receivers know a repetition by its id.
   */
  async #ask(request: HttpRequest, signal: AbortSignal): Promise<RawAnswer> {
    signal.throwIfAborted();
    this.#checkLiteral(request.url);
    const agent = request.url.protocol === 'https:' ? this.#agents.tls : this.#agents.clear;
    try {
      return await exchange(request, agent, this.#connection, signal);
    } catch (error) {
      if (!(error instanceof ExchangeError && error.wasStale)) throw error;
      return await exchange(request, false, this.#connection, signal);
    }
  }

  /** Node looks up names only, and connects to addresses as they are. */
  #checkLiteral({ hostname }: URL): void {
    const address = hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(address) !== 0 && !this.#rules.allows(address)) throw new RefusedAddressError(address);
  }

  #read({ status, retryAfter, body }: RawAnswer) {
    return { status, retryAfterSeconds: readRetryAfter(retryAfter, this.#now()), body };
  }
}

function secureContextOf(authorities: readonly string[]): SecureContext {
  authorities.forEach(checkCertificate);
  // Without a list of one's own the defaults are used, which NODE_EXTRA_CA_CERTS may add to.
  return createSecureContext(authorities.length > 0 ? { ca: [...rootCertificates, ...authorities] } : {});
}

/** A secure context leaves out silently what it can not read. */
function checkCertificate(pem: string, index: number): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw new RangeError(`authorities.${index} is no certificate: it must be PEM, -----BEGIN CERTIFICATE-----…`);
  }
}
