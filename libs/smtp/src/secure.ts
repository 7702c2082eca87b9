import type { TlsPolicy } from '@twotwenty/domain/probe';
import { type CertificateCheck, checkCertificate } from './certificate-check.js';
import { command, describe } from './dialogue.js';
import { offersStartTls } from './ehlo-extensions.js';
import { addressLiteral, hostFqdn } from './ehlo-name.js';
import { sayNeededHello } from './ehlo.js';
import { secureContextFor } from './handshake.js';
import type { SessionRecord } from './session-record.js';
import type { Wire } from './wire.js';

/** Deprecated by RFC 8996. */
const OLD_VERSIONS = ['TLSv1', 'TLSv1.1'];

/** What going over to TLS needs to know besides the target. */
export interface TlsMeans {
  /** For EHLO where the target has no name; null for this machine's own. */
  readonly ehloName: string | null;
  /** Null for the public authorities. */
  readonly trustedCertificates: readonly string[] | null;
}

/**
 * Goes over to TLS (RFC 3207): EHLO, STARTTLS, handshake, and EHLO again, for what was said in clear is forgotten.
 *
 * @returns false if nothing can be said any more.
 */
export async function startTls(record: SessionRecord, wire: Wire, means: TlsMeans): Promise<boolean> {
  const name = record.target.ehloName ?? means.ehloName ?? hostFqdn() ?? addressLiteral(wire.localAddress ?? '0.0.0.0');
  const hello = await sayNeededHello(record, wire, name);
  if (hello === null) return true;
  if (!offersStartTls(hello)) {
    record.fail('starttls', 'starttls-not-offered', null);
    return true;
  }
  const outcome = await command(record, wire, 'starttls', 'STARTTLS');
  record.endPhase('tls');
  if (outcome.reply?.code !== 220) {
    record.fail('starttls', outcome.trouble ?? 'starttls-refused', describe(outcome));
    if (outcome.reply !== null) record.reply = outcome.reply;
    return true;
  }
  if (wire.octetsOutOfTurn > 0) {
    record.fail('starttls', 'starttls-injection', `${wire.octetsOutOfTurn} octets`);
    return false;
  }
  if (!(await secure(record, wire, means))) return false;
  if (!record.failed) await sayNeededHello(record, wire, name);
  return true;
}

/** Makes the handshake and judges the certificate. @returns false if there is no encrypted connection. */
export async function secure(record: SessionRecord, wire: Wire, means: TlsMeans): Promise<boolean> {
  const { target, watch } = record;
  const context = secureContextFor(means.trustedCertificates);
  const outcome: { check: CertificateCheck | null } = { check: null };
  const trouble = await wire.secure(target.host, context, watch, (socket) => {
    outcome.check = checkCertificate(socket, target.host, Date.now());
  });
  watch.throwIfAborted();
  record.endPhase('tls');
  const { check } = outcome;
  if (check === null) {
    record.fail('tls', trouble?.code ?? 'tls-failed', trouble === null ? 'no certificate was shown' : trouble.detail);
    return false;
  }
  record.tls = check.report;
  record.transcript.add('*', `TLS established: ${check.report.protocol}, ${check.report.cipher}`);
  judgeTls(record, check, target.tls);
  return true;
}

/** Applies the monitor's policy. The first problem fails the probe, or all of them are noted. */
function judgeTls(record: SessionRecord, { report, problems }: CertificateCheck, policy: TlsPolicy): void {
  const { daysLeft, notAfter } = report.certificate;
  const remaining = `${daysLeft} days are left, until ${notAfter}`;
  for (const { code, detail } of problems) {
    if (policy.certificate === 'require' && !record.failed) record.fail('tls', code, detail);
    else record.note('tls', code, detail);
  }
  if (policy.failDays !== null && daysLeft < policy.failDays) {
    record.fail('tls', 'certificate-expires-within-limit', remaining);
  } else if (policy.warnDays !== null && daysLeft >= 0 && daysLeft < policy.warnDays) {
    record.note('tls', 'certificate-expires-soon', remaining);
  }
  if (OLD_VERSIONS.includes(report.protocol)) record.note('tls', 'tls-old-version', report.protocol);
}
