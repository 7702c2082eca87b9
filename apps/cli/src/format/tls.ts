import type { CertificateSummary, TlsReport } from '@twotwenty/domain/probe';
import { field, list } from './fields.js';

/** What a handshake showed, for a person: the connection, the server's certificate, and the chain above it. */
export function formatTls({ protocol, cipher, certificate, issuers, valid }: TlsReport): string[] {
  return [
    field('TLS', `${protocol}, ${cipher}`),
    field('Valid', valid ? 'yes: name, chain, dates and strength' : 'NO'),
    field('Subject', certificate.subject === '' ? '-' : certificate.subject),
    field('Issuer', certificate.issuer),
    ...list('Names', certificate.names),
    field('Dates', `${describeDates(certificate)} (${describeDays(certificate.daysLeft)})`),
    field('Key', `${certificate.key}, signed with ${certificate.signatureAlgorithm}`),
    field('Serial', certificate.serialNumber),
    field('SHA-256', certificate.fingerprint),
    ...issuers.map((issuer, i) => field(i === 0 ? 'Chain' : '', `${issuer.subject} (${describeDates(issuer)})`)),
  ];
}

function describeDates({ notBefore, notAfter }: CertificateSummary): string {
  return `${notBefore.slice(0, 10)} to ${notAfter.slice(0, 10)}`;
}

function describeDays(daysLeft: number): string {
  if (daysLeft < 0) return 'expired';
  return `${daysLeft} ${daysLeft === 1 ? 'day' : 'days'} left`;
}
