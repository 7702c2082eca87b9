import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsReport } from '@twotwenty/domain/probe';
import { isSelfIssued, issuersOf, keyOf, serverCertificate, summarize } from './certificate.js';
import type { CertificateCode } from './failure-codes.js';
import { inBrief } from './reply-meaning.js';
import { FORGEABLE_SIGNATURES, signatureAlgorithmOf } from './signature-algorithm.js';

/** NIST SP 800-57 part 1, table 2: less is worth under 112 bits. */
const MIN_RSA_BITS = 2048;
const WEAK_CURVES = /^(?:secp1[126]\d|prime192|sect1[136]|secp192)/;

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
  const issuers = issuersOf(certificate);
  const problems = [
    ...dateProblems(certificate, now),
    ...nameProblems(certificate, host),
    ...chainProblems(certificate, socket, now),
    ...weaknesses([certificate, ...issuers]),
  ];
  const report: TlsReport = {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    certificate: serverCertificate(certificate, now),
    issuers: issuers.map(summarize),
    valid: problems.length === 0,
  };
  return { report, problems };
}

function dateProblems(certificate: X509Certificate, now: number): CertificateProblem[] {
  const { notBefore, notAfter } = summarize(certificate);
  if (now > Date.parse(notAfter)) return [{ code: 'certificate-expired', detail: `on ${notAfter}` }];
  if (now < Date.parse(notBefore)) return [{ code: 'certificate-not-yet-valid', detail: `before ${notBefore}` }];
  return [];
}

function nameProblems(certificate: X509Certificate, host: string): CertificateProblem[] {
  const matches = isIP(host) === 0 ? certificate.checkHost(host.replace(/\.$/, '')) : certificate.checkIP(host);
  if (matches !== undefined) return [];
  const { names } = serverCertificate(certificate, 0);
  return [{ code: 'certificate-wrong-name', detail: `not ${host} but ${inBrief(names.join(', ')) || 'nobody'}` }];
}

/** What OpenSSL found. It names one problem only; the dates of the server's own certificate were looked at already. */
function chainProblems(certificate: X509Certificate, socket: TLSSocket, now: number): CertificateProblem[] {
  // Node's types promise an error, but it is the code of one as a text; null where there is none.
  const found: unknown = socket.authorizationError;
  if (found === null || found === undefined) return [];
  const code = typeof found === 'string' ? found : 'unknown';
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return [{ code: 'certificate-self-signed', detail: null }];
  const isAboutDates = code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID';
  if (isAboutDates && dateProblems(certificate, now).length > 0) return [];
  const detail = isAboutDates ? `a certificate above it is not valid now (${code})` : code;
  return [{ code: 'certificate-untrusted', detail }];
}

/** A root's own signature proves nothing, so that of a self-issued certificate is not looked at. */
function weaknesses(chain: readonly X509Certificate[]): CertificateProblem[] {
  for (const certificate of chain) {
    const detail = weakness(certificate);
    if (detail !== null) return [{ code: 'certificate-weak', detail }];
  }
  return [];
}

function weakness(certificate: X509Certificate): string | null {
  const { type, bits, curve } = keyOf(certificate);
  if (type === 'DSA') return 'its key is of DSA';
  if (bits !== null && bits < MIN_RSA_BITS) return `its key is of ${type} with ${bits} bits`;
  if (curve !== null && WEAK_CURVES.test(curve)) return `its key is of the curve ${curve}`;
  const algorithm = signatureAlgorithmOf(certificate.raw);
  if (isSelfIssued(certificate) || !FORGEABLE_SIGNATURES.includes(algorithm)) return null;
  return `it is signed with ${algorithm}`;
}
