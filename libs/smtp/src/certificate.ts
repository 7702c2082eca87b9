import type { X509Certificate } from 'node:crypto';
import type { CertificateSummary, ServerCertificate } from '@twotwenty/domain/probe';
import { isIPv6, SocketAddress } from 'node:net';
import { cutText } from '@twotwenty/domain/cut-text';
import { escapeText } from './escape.js';
import { FORGEABLE_SIGNATURES, signatureAlgorithmOf } from './signature-algorithm.js';

const DAY_MS = 86_400_000;
const EPOCH = new Date(0).toISOString();
const MAX_NAME = 512;
const MAX_ALTERNATIVE_NAME = 256;
const MAX_ALTERNATIVE_NAMES = 100;
const MAX_ISSUERS = 10;
const MAX_SENT = 32;
/** NIST SP 800-57 part 1, table 2: less is worth under 112 bits. */
const MIN_RSA_BITS = 2048;
const WEAK_CURVES = /^(?:secp1[126]\d|prime192|sect1[136]|secp192)/;

/** A name of the list that Node makes of the extension (RFC 5280 §4.2.1.6); odd ones stand in quotation marks. */
const ALTERNATIVE_NAME = /(?:^|, )(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g;

/** What stands in a certificate, whenever it is looked at. */
export interface CertificateFacts extends Omit<ServerCertificate, 'daysLeft'> {
  /** True if subject and issuer are the same, as in the certificate of a root. */
  readonly selfIssued: boolean;
  /** False if its dates can't be read; they are given as 1970 then. */
  readonly hasDates: boolean;
  /** Why its key or its signature can't be relied upon; null if they can. */
  readonly weakness: string | null;
}

/** The same servers show the same certificates again and again, and reading one takes a tenth of a handshake's time. */
const known = new Map<string, CertificateFacts>();
const MAX_KNOWN = 1000;

/** Reads a certificate; the last thousand are remembered. */
export function readCertificate(certificate: X509Certificate): CertificateFacts {
  const { fingerprint256 } = certificate;
  const facts = known.get(fingerprint256) ?? read(certificate);
  // The one that was not asked for longest stands first, and goes first.
  known.delete(fingerprint256);
  known.set(fingerprint256, facts);
  if (known.size > MAX_KNOWN) for (const oldest of [...known.keys()].slice(0, MAX_KNOWN / 10)) known.delete(oldest);
  return facts;
}

function read(certificate: X509Certificate): CertificateFacts {
  const selfIssued = isSelfIssued(certificate);
  const key = keyOf(certificate);
  const signatureAlgorithm = signatureAlgorithmOf(certificate.raw);
  const notBefore = readDate(certificate.validFrom);
  const notAfter = readDate(certificate.validTo);
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    notBefore: notBefore ?? EPOCH,
    notAfter: notAfter ?? EPOCH,
    hasDates: notBefore !== null && notAfter !== null,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    names: namesOf(certificate),
    serialNumber: certificate.serialNumber.slice(0, 64),
    key: `${key.type} ${key.curve ?? key.bits ?? ''}`.trim().slice(0, 64),
    signatureAlgorithm,
    selfIssued,
    // A root's own signature proves nothing, so that of a self-issued certificate is not looked at.
    weakness: weaknessOfKey(key) ?? (selfIssued ? null : weaknessOfSignature(signatureAlgorithm)),
  };
}

/** The facts as a server's own certificate is shown. @param now milliseconds since 1970 */
export function serverCertificate(facts: CertificateFacts, now: number): ServerCertificate {
  const { names, serialNumber, key, signatureAlgorithm } = facts;
  const daysLeft = Math.floor((Date.parse(facts.notAfter) - now) / DAY_MS);
  return { ...certificateSummary(facts), names, serialNumber, key, signatureAlgorithm, daysLeft };
}

/** The facts that every certificate of a chain is shown with. */
export function certificateSummary(facts: CertificateFacts): CertificateSummary {
  const { subject, issuer, notBefore, notAfter, fingerprint } = facts;
  return { subject, issuer, notBefore, notAfter, fingerprint };
}

/**
 * The certificates above a server's own, as far as the server sent them; ten at most. Servers also send certificates
 * that belong to no path, such as those of an issuer they had before: these prove nothing and harm nothing.
 */
export function issuersOf(certificate: X509Certificate): X509Certificate[] {
  const sent = sentWith(certificate);
  const issuers: X509Certificate[] = [];
  for (let current = certificate; issuers.length < MAX_ISSUERS && !isSelfIssued(current);) {
    const issuer = sent.find((candidate) => !issuers.includes(candidate) && current.checkIssued(candidate));
    if (issuer === undefined) break;
    issuers.push(issuer);
    current = issuer;
  }
  return issuers;
}

/** What the server sent after its own certificate. Node calls each the issuer of the one before, whoever it is. */
function sentWith(certificate: X509Certificate): X509Certificate[] {
  const sent: X509Certificate[] = [];
  let next = certificate.issuerCertificate;
  while (next !== undefined && sent.length < MAX_SENT) {
    sent.push(next);
    next = next.issuerCertificate;
  }
  return sent;
}

function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

/** Node gives one attribute a line, the most general first; people look for the CN. */
function distinguishedName(lines: string | undefined): string {
  const attributes = (lines ?? '').split('\n').reverse().map(escapeText);
  return cutText(attributes.join(', '), MAX_NAME);
}

/** Null for a date that can't be read; Node would take years of two digits for others than they are. */
function readDate(date: string): string | null {
  const ms = / \d{4} GMT$/.test(date) ? Date.parse(date) : NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** The DNS names and addresses it is made out to; the common name where there are no DNS names (RFC 6125 §6.4.4). */
function namesOf(certificate: X509Certificate): string[] {
  const names = new Set<string>();
  const alternatives = certificate.subjectAltName ?? '';
  for (const [, kind, name = ''] of alternatives.matchAll(ALTERNATIVE_NAME)) {
    names.add(kind === 'DNS' ? cutText(escapeText(name), MAX_ALTERNATIVE_NAME) : shortAddress(name));
    if (names.size === MAX_ALTERNATIVE_NAMES) break;
  }
  const commonName = /(?:^|\n)CN=(.*)/.exec(certificate.subject)?.[1];
  if (commonName === undefined || /(?:^|, )DNS:/.test(alternatives)) return [...names];
  return [cutText(escapeText(commonName), MAX_ALTERNATIVE_NAME), ...names].slice(0, MAX_ALTERNATIVE_NAMES);
}

/** OpenSSL writes every group of an IPv6 address. */
function shortAddress(address: string): string {
  if (!isIPv6(address)) return cutText(escapeText(address), MAX_ALTERNATIVE_NAME);
  return new SocketAddress({ address, family: 'ipv6' }).address;
}

/** A public key. `bits` is null where the size says nothing of the strength, or is not known. */
interface PublicKey {
  readonly type: string;
  readonly bits: number | null;
  readonly curve: string | null;
}

/** The public key of a certificate; of a kind that OpenSSL does not know, the type is `unknown`. */
function keyOf(certificate: X509Certificate): PublicKey {
  try {
    const { asymmetricKeyType = 'unknown', asymmetricKeyDetails: details = {} } = certificate.publicKey;
    const type = asymmetricKeyType.toUpperCase();
    return { type, bits: details.modulusLength ?? null, curve: details.namedCurve ?? null };
  } catch {
    return { type: 'unknown', bits: null, curve: null };
  }
}

function weaknessOfKey({ type, bits, curve }: PublicKey): string | null {
  if (type === 'DSA') return 'its key is of DSA';
  if (bits !== null && bits < MIN_RSA_BITS) return `its key is of ${type} with ${bits} bits`;
  if (curve !== null && WEAK_CURVES.test(curve)) return `its key is of the curve ${curve}`;
  return null;
}

function weaknessOfSignature(algorithm: string): string | null {
  return FORGEABLE_SIGNATURES.includes(algorithm) ? `it is signed with ${algorithm}` : null;
}
