import type { X509Certificate } from 'node:crypto';
import type { CertificateSummary, ServerCertificate } from '@twotwenty/domain/probe';
import { escapeText } from './escape.js';
import { signatureAlgorithmOf } from './signature-algorithm.js';

const DAY_MS = 86_400_000;
const MAX_NAME = 512;
const MAX_ALTERNATIVE_NAME = 256;
const MAX_ALTERNATIVE_NAMES = 100;
const MAX_ISSUERS = 10;

/** A name of the list that Node makes of the extension (RFC 5280 §4.2.1.6); odd ones stand in quotation marks. */
const ALTERNATIVE_NAME = /(?:^|, )(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g;

/** What stands in a server's certificate. @param now milliseconds since 1970, to count the days left */
export function serverCertificate(certificate: X509Certificate, now: number): ServerCertificate {
  const summary = summarize(certificate);
  return {
    ...summary,
    names: namesOf(certificate),
    serialNumber: certificate.serialNumber.slice(0, 64),
    key: describeKey(certificate),
    signatureAlgorithm: signatureAlgorithmOf(certificate.raw),
    daysLeft: Math.floor((Date.parse(summary.notAfter) - now) / DAY_MS),
  };
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

/** True if subject and issuer are the same, as in the certificate of a root. */
export function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

/** The parts that every certificate of a chain is shown with. */
export function summarize(certificate: X509Certificate): CertificateSummary {
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    notBefore: toInstant(certificate.validFrom),
    notAfter: toInstant(certificate.validTo),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
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

function describeKey(certificate: X509Certificate): string {
  const { type, bits, curve } = keyOf(certificate);
  return `${type} ${curve ?? bits ?? ''}`.trim().slice(0, 64);
}

/** A public key. `bits` is null where the size says nothing of the strength, or is not known. */
export interface PublicKey {
  readonly type: string;
  readonly bits: number | null;
  readonly curve: string | null;
}

/** The public key of a certificate; of a kind that OpenSSL does not know, the type is `unknown`. */
export function keyOf(certificate: X509Certificate): PublicKey {
  try {
    const { asymmetricKeyType = 'unknown', asymmetricKeyDetails: details = {} } = certificate.publicKey;
    const type = asymmetricKeyType.toUpperCase();
    return { type, bits: details.modulusLength ?? null, curve: details.namedCurve ?? null };
  } catch {
    return { type: 'unknown', bits: null, curve: null };
  }
}
