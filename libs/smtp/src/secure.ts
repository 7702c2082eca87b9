import type { SecureContext } from 'node:tls';
import type { ServerCertificate, TlsPolicy } from '@twotwenty/domain/probe';
import { type CertificateCheck, checkCertificate } from './certificate-check.js';
import { command, describe, heed, noteTalkOutOfTurn } from './dialogue.js';
import { offersStartTls } from './ehlo-extensions.js';
import { addressLiteral, hostFqdn } from './ehlo-name.js';
import { sayNeededHello } from './ehlo.js';
import type { SessionRecord } from './session-record.js';
import type { Wire } from './wire.js';

/** Deprecated by RFC 8996. */
const OLD_VERSIONS = ['TLSv1', 'TLSv1.1'];

/** What going over to TLS needs to know besides the target. */
export interface TlsMeans {
  /** For EHLO where the target has no name; null for this machine's own. */
  readonly ehloName: string | null;
  readonly secureContext: SecureContext;
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
  const outcome = heed(record, 'starttls', await command(record, wire, 'STARTTLS'));
  record.endPhase('tls');
  if (outcome.reply?.code !== 220) {
    noteTalkOutOfTurn(record, wire, 'starttls');
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
  const outcome: { check: CertificateCheck | null } = { check: null };
  const trouble = await wire.secure(target.host, means.secureContext, watch, (socket) => {
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

/** Applies the monitor's policy. The first thing that fails the probe is its failure, the others are noted. */
function judgeTls(record: SessionRecord, { report, problems }: CertificateCheck, policy: TlsPolicy): void {
  for (const { code, detail } of problems) {
    // Who sets a limit of days wants to hear of a certificate that has none left.
    const fails = policy.certificate === 'require' || (code === 'certificate-expired' && policy.failDays !== null);
    if (fails && !record.failed) record.failForCertificate(code, detail);
    else record.note('tls', code, detail);
  }
  if (report.certificate.daysLeft >= 0) judgeExpiry(record, report.certificate, policy);
  if (OLD_VERSIONS.includes(report.protocol)) record.note('tls', 'tls-old-version', report.protocol);
}

function judgeExpiry(record: SessionRecord, { daysLeft, notAfter }: ServerCertificate, policy: TlsPolicy): void {
  const { warnDays, failDays } = policy;
  const isWithin = (days: number | null): boolean => days !== null && daysLeft < days;
  const detail = `${daysLeft} days are left, until ${notAfter}`;
  if (isWithin(failDays) && !record.failed) {
    record.failForCertificate('certificate-expires-within-limit', detail);
  } else if (isWithin(failDays) || isWithin(warnDays)) record.note('tls', 'certificate-expires-soon', detail);
}
