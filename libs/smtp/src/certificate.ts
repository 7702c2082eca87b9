import type { X509Certificate } from 'node:crypto';
import type { CertificateSummary, ServerCertificate } from '@twotwenty/domain/probe';
import { escapeText } from './escape.js';
import { FORGEABLE_SIGNATURES, signatureAlgorithmOf } from './signature-algorithm.js';

const DAY_MS = 86_400_000;
const MAX_NAME = 512;
const MAX_ALTERNATIVE_NAME = 256;
const MAX_ALTERNATIVE_NAMES = 100;
const MAX_ISSUERS = 10;
/** NIST SP 800-57 part 1, table 2: less is worth under 112 bits. */
const MIN_RSA_BITS = 2048;
const WEAK_CURVES = /^(?:secp1[126]\d|prime192|sect1[136]|secp192)/;

/** A name of the list that Node makes of the extension (RFC 5280 §4.2.1.6); odd ones stand in quotation marks. */
const ALTERNATIVE_NAME = /(?:^|, )(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g;

/** What stands in a certificate, whenever it is looked at. */
export interface CertificateFacts extends Omit<ServerCertificate, 'daysLeft'> {
  /** True if subject and issuer are the same, as in the certificate of a root. */
  readonly selfIssued: boolean;
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
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    notBefore: toInstant(certificate.validFrom),
    notAfter: toInstant(certificate.validTo),
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

/** The certificates above a server's own, as far as the server sent them; ten at most. */
export function issuersOf(certificate: X509Certificate): X509Certificate[] {
  const issuers: X509Certificate[] = [];
  let current = certificate;
  while (issuers.length < MAX_ISSUERS && !isSelfIssued(current) && current.issuerCertificate !== undefined) {
    current = current.issuerCertificate;
    issuers.push(current);
  }
  return issuers;
}

function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

/** Node gives one attribute a line, the most general first; people look for the CN. */
function distinguishedName(lines: string | undefined): string {
  const attributes = (lines ?? '').split('\n').reverse().map(escapeText);
  return attributes.join(', ').slice(0, MAX_NAME);
}

/** A date that is none would have been refused by OpenSSL's verification; it must not break the report too. */
function toInstant(date: string): string {
  const ms = Date.parse(date);
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString();
}

/** The DNS names and addresses it is made out to; the common name where there are none (RFC 6125 §6.4.4). */
function namesOf(certificate: X509Certificate): string[] {
  const names = new Set<string>();
  for (const [, name = ''] of (certificate.subjectAltName ?? '').matchAll(ALTERNATIVE_NAME)) {
    names.add(escapeText(name).slice(0, MAX_ALTERNATIVE_NAME));
    if (names.size === MAX_ALTERNATIVE_NAMES) break;
  }
  if (names.size > 0) return [...names];
  const commonName = /(?:^|\n)CN=(.*)/.exec(certificate.subject)?.[1];
  return commonName === undefined ? [] : [escapeText(commonName).slice(0, MAX_ALTERNATIVE_NAME)];
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
