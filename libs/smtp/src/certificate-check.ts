import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsReport } from '@twotwenty/domain/probe';
import {
  type CertificateFacts,
  certificateSummary,
  issuersOf,
  readCertificate,
  serverCertificate,
} from './certificate.js';
import type { CertificateCode } from '@twotwenty/domain/failure-codes';
import { inBrief } from './reply-meaning.js';

/** Something wrong about a certificate. */
export interface CertificateProblem {
  readonly code: CertificateCode;
  readonly detail: string | null;
}

/** What a completed handshake showed, and what is wrong about the certificate, the most telling first. */
export interface CertificateCheck {
  readonly report: TlsReport;
  readonly problems: readonly CertificateProblem[];
}

/**
 * Judges the certificate of a server (RFC 7817, RFC 5280): name, chain, dates and strength.
 *
 * @param host the name or address that was asked for
 * @param now milliseconds since 1970
 * @returns null if the server showed no certificate, which no version of TLS that we offer allows.
 */
export function checkCertificate(socket: TLSSocket, host: string, now: number): CertificateCheck | null {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  const facts = readCertificate(certificate);
  const issuers = issuersOf(certificate).map(readCertificate);
  const outdated = dateProblems(facts, now);
  const found = [
    ...outdated,
    ...nameProblems(certificate, facts, host),
    ...chainProblems(socket, outdated.length > 0),
    ...weaknesses([facts, ...issuers]),
  ];
  const problems = found.filter(({ code }, i) => found.findIndex((other) => other.code === code) === i);
  const report: TlsReport = {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    certificate: serverCertificate(facts, now),
    issuers: issuers.map(certificateSummary),
    valid: problems.length === 0,
  };
  return { report, problems };
}

function dateProblems(
  { notBefore, notAfter, hasDates, selfIssued }: CertificateFacts,
  now: number,
): CertificateProblem[] {
  if (!hasDates) return [{ code: 'certificate-chain-invalid', detail: 'its dates cannot be read' }];
  if (now < Date.parse(notBefore)) return [{ code: 'certificate-not-yet-valid', detail: `before ${notBefore}` }];
  if (now <= Date.parse(notAfter)) return [];
  // OpenSSL tells of one problem alone: of the date, whatever else there is.
  return [
    { code: 'certificate-expired', detail: `on ${notAfter}${selfIssued ? '; it is also signed by itself' : ''}` },
  ];
}

function nameProblems(certificate: X509Certificate, { names }: CertificateFacts, host: string): CertificateProblem[] {
  const matches =
    isIP(host) === 0
      ? certificate.checkHost(host.replace(/\.$/, ''), { partialWildcards: false })
      : certificate.checkIP(host.replace(/%.*$/, ''));
  if (matches !== undefined) return [];
  return [{ code: 'certificate-wrong-name', detail: `not ${host} but ${inBrief(names.join(', ')) || 'nobody'}` }];
}

/** What OpenSSL found. It names one problem only. @param isOutdated whether the server's own certificate is */
function chainProblems(socket: TLSSocket, isOutdated: boolean): CertificateProblem[] {
  // Node's types promise an error, but it is the code of one as a text; null where there is none.
  const found: unknown = socket.authorizationError;
  if (found === null || found === undefined) return [];
  const code = typeof found === 'string' ? found : 'unknown';
  const isAboutDates = code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID';
  if (isAboutDates && isOutdated) return [];
  if (isAboutDates) return [{ code: 'certificate-chain-invalid', detail: `an issuer's is not valid now (${code})` }];
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return [{ code: 'certificate-self-signed', detail: null }];
  if (code === 'INVALID_PURPOSE') return [{ code: 'certificate-wrong-purpose', detail: null }];
  const isUnknownIssuer = code.startsWith('UNABLE_TO_') || code === 'SELF_SIGNED_CERT_IN_CHAIN';
  return [{ code: isUnknownIssuer ? 'certificate-untrusted' : 'certificate-chain-invalid', detail: code }];
}

function weaknesses(chain: readonly CertificateFacts[]): CertificateProblem[] {
  const detail = chain.find(({ weakness }) => weakness !== null)?.weakness ?? null;
  return detail === null ? [] : [{ code: 'certificate-weak', detail }];
}
