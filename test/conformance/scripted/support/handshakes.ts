import type { Peer, PeerTls } from '@twotwenty/testing/scripted-peer';
import { type Action, hear } from './steps.js';

type Transport = NonNullable<PeerTls['transport']>;

/** Record types and versions of RFC 8446 §5.1: every ClientHello begins so. */
export const CLIENT_HELLO = hear('\x16\x03');

/** Alert descriptions of RFC 8446 §6. */
const ALERTS = {
  handshake_failure: 40,
  bad_certificate: 42,
  protocol_version: 70,
  insufficient_security: 71,
  internal_error: 80,
  unrecognized_name: 112,
  no_application_protocol: 120,
} as const;

/** A fatal alert in clear text. */
export function alert(description: keyof typeof ALERTS): string {
  return `\x15\x03\x03\x00\x02\x02${String.fromCharCode(ALERTS[description])}`;
}

/** Sends the handshake an octet at a time. */
export const anOctetAtATime: Transport = async (octets, peer) => {
  for (const octet of octets) {
    await peer.sendOctets(Buffer.of(octet));
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Sends so many octets of the handshake, then does something else; the rest is withheld. */
export function cutAfter(octets: number, then: Action): Transport {
  let left = octets;
  return async (records, peer: Peer) => {
    if (left <= 0) return;
    await peer.sendOctets(records.subarray(0, left));
    left -= records.length;
    if (left <= 0) await then(peer);
  };
}

/** A ServerHello in clear text (RFC 5246 §7.4.1.3), by default with TLS_RSA_WITH_AES_128_CBC_SHA. */
export function serverHello(
  version: readonly [number, number],
  cipher: readonly [number, number] = [0x00, 0x2f],
): string {
  const body = [...version, ...Array<number>(32).fill(0x20), 0, ...cipher, 0];
  const message = [2, 0, 0, body.length, ...body];
  return String.fromCharCode(0x16, ...version, 0, message.length, ...message);
}
