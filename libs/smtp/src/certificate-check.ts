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
import type { CertificateCode } from './failure-codes.js';
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
  const problems = [
    ...outdated,
    ...nameProblems(certificate, facts, host),
    ...chainProblems(socket, outdated.length > 0),
    ...weaknesses([facts, ...issuers]),
  ];
  const report: TlsReport = {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    certificate: serverCertificate(facts, now),
    issuers: issuers.map(certificateSummary),
    valid: problems.length === 0,
  };
  return { report, problems };
}

function dateProblems({ notBefore, notAfter }: CertificateFacts, now: number): CertificateProblem[] {
  if (now > Date.parse(notAfter)) return [{ code: 'certificate-expired', detail: `on ${notAfter}` }];
  if (now < Date.parse(notBefore)) return [{ code: 'certificate-not-yet-valid', detail: `before ${notBefore}` }];
  return [];
}

function nameProblems(certificate: X509Certificate, { names }: CertificateFacts, host: string): CertificateProblem[] {
  const matches = isIP(host) === 0 ? certificate.checkHost(host.replace(/\.$/, '')) : certificate.checkIP(host);
  if (matches !== undefined) return [];
  return [{ code: 'certificate-wrong-name', detail: `not ${host} but ${inBrief(names.join(', ')) || 'nobody'}` }];
}

/** What OpenSSL found. It names one problem only. @param isOutdated whether the server's own certificate is */
function chainProblems(socket: TLSSocket, isOutdated: boolean): CertificateProblem[] {
  // Node's types promise an error, but it is the code of one as a text; null where there is none.
  const found: unknown = socket.authorizationError;
  if (found === null || found === undefined) return [];
  const code = typeof found === 'string' ? found : 'unknown';
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return [{ code: 'certificate-self-signed', detail: null }];
  const isAboutDates = code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID';
  if (isAboutDates && isOutdated) return [];
  const detail = isAboutDates ? `a certificate above it is not valid now (${code})` : code;
  return [{ code: 'certificate-untrusted', detail }];
}

function weaknesses(chain: readonly CertificateFacts[]): CertificateProblem[] {
  const detail = chain.find(({ weakness }) => weakness !== null)?.weakness ?? null;
  return detail === null ? [] : [{ code: 'certificate-weak', detail }];
}
