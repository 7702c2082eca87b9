import type { AddressGate } from './address-gate.js';
import type { ProbeResult, ProbeTarget } from '@twotwenty/domain/probe';
import { type Lookup, systemLookup } from './resolve.js';
import { secureContextFor } from './handshake.js';
import { holdSession } from './session.js';
import { SessionRecord } from './session-record.js';
import { Watch } from './watch.js';

/** How to make a probe. */
export interface ProbeOptions {
  /** Milliseconds, above 0. One wall-clock deadline over lookup, every address tried, TCP, greeting and QUIT. */
  readonly maxTestDurationMs: number;
  /** Aborts the probe: the connection is closed at once, without QUIT, and the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Finds the addresses of names, `systemLookup` by default. Not asked for IP addresses. */
  readonly lookup?: Lookup;
  /** Asked before each connection; without one all are made at once. */
  readonly gate?: AddressGate;
  /**
   * The name for EHLO where the target has none and the dialogue needs one. By default the host name of this machine if
   * it has a domain, else the address of the connection as a literal (RFC 5321 §4.1.3).
   */
  readonly ehloName?: string;
  /** Certificates in PEM to trust as authorities, in place of the public ones. */
  readonly trustedCertificates?: readonly string[];
}

/**
 * Makes one SMTP session (RFC 5321): connects, awaits the greeting without a word, says EHLO if the target has an
 * `ehloName`, leaves with QUIT and closes. The promise settles when the connection is closed, at the latest when
 * `maxTestDurationMs` have passed; later only if this process itself was held up, which is not the server's fault.
 *
 * It passes with a complete greeting of code 220, and with `strictQuit` only if QUIT is answered 221. Whatever a
 * server, the network or the DNS does is in the result: the codes are those of `failure-codes.ts` of the domain.
 *
 * @throws ProbeUnavailableError if this machine cannot open a socket or look up a name: says nothing about the server.
 * @throws RangeError for a target or options that cannot be: an empty host, a port out of range, a control character
 *   in the EHLO name, no duration, trusted certificates that are none.
 * @throws the signal's reason when it aborts.
 */
export async function probe(target: ProbeTarget, options: ProbeOptions): Promise<ProbeResult> {
  checkArguments(target, options);
  options.signal?.throwIfAborted();
  const secureContext = secureContextFor(options.trustedCertificates ?? null);
  const watch = new Watch(options.maxTestDurationMs, options.signal ?? null);
  try {
    const record = new SessionRecord(target, watch);
    await holdSession(record, {
      lookup: options.lookup ?? systemLookup,
      gate: options.gate ?? null,
      ehloName: options.ehloName ?? null,
      secureContext,
    });
    return record.result();
  } finally {
    watch.stop();
  }
}

function checkArguments(target: ProbeTarget, options: ProbeOptions): void {
  if (target.host === '') throw new RangeError('The host is empty.');
  if (!Number.isInteger(target.port) || target.port < 1 || target.port > 65_535) {
    throw new RangeError(`The port must be a whole number from 1 to 65535, not ${target.port}.`);
  }
  for (const name of [target.ehloName, options.ehloName ?? null]) {
    if (name !== null && !/^[\x21-\x7e]{1,255}$/.test(name)) {
      throw new RangeError('The EHLO name must be 1 to 255 characters of printable ASCII without spaces.');
    }
  }
  if (!(options.maxTestDurationMs > 0)) {
    throw new RangeError(`maxTestDurationMs must be above 0, not ${options.maxTestDurationMs}.`);
  }
}
