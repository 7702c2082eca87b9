import type { ProbeAnomaly, ProbeResult, TlsPolicy } from '@twotwenty/domain/probe';
import { type AnomalyCode } from '@twotwenty/domain/failure-codes';
import { replyInBrief } from '@twotwenty/smtp/reply-meaning';

/**
 * Anomalies that somebody has to act on by a date. Whatever else a server does that is not right is named and warns of
 * nothing: it may be so for years, and `--certificate report` accepts a certificate for what it is.
 */
const WARNINGS: ReadonlySet<string> = new Set<AnomalyCode>([
  'certificate-expires-soon',
  'certificate-expired',
  'certificate-not-yet-valid',
]);

/** True if a probe passed and yet somebody has to act: WARNING. */
export function isWarning(result: ProbeResult): boolean {
  return result.ok && warningOf(result) !== undefined;
}

/**
 * The status line of a monitoring plugin for a probe that was made: `OK`, `WARNING` or `CRITICAL`, text, and performance
 * data, times in seconds (https://nagios-plugins.org/doc/guidelines.html).
 *
 * @param policy its days become the thresholds of `certificate_days`: `14:` is a warning below 14
 */
export function formatNagios(result: ProbeResult, policy: TlsPolicy): string {
  const notes = result.anomalies.map(({ code }) => code).join(', ');
  const text = `${describe(result)}${notes === '' ? '' : ` (anomalies: ${notes})`}`;
  return `SMTP ${onOneLine(text)} | ${perfdata(result, policy)}`;
}

/** The status line when no probe was made. */
export function formatNagiosUnknown(message: string): string {
  return `SMTP UNKNOWN - ${onOneLine(message)}`;
}

function describe(result: ProbeResult): string {
  const { failure, reply } = result;
  if (failure !== null) return `CRITICAL - ${failure.phase}: ${failure.message}`;
  const warning = warningOf(result);
  if (warning !== undefined) return `WARNING - ${warning.phase}: ${warning.message}`;
  return `OK - ${reply === null ? 'no reply' : replyInBrief(reply)}`;
}

function warningOf({ anomalies }: ProbeResult): ProbeAnomaly | undefined {
  return anomalies.find(({ code }) => WARNINGS.has(code));
}

function perfdata({ timings, tls }: ProbeResult, { warnDays, failDays }: TlsPolicy): string {
  const { totalMs, dnsMs, connectMs, greetingMs, ehloMs, tlsMs, quitMs } = timings;
  const times = {
    time: totalMs,
    dns: dnsMs,
    connect: connectMs,
    greeting: greetingMs,
    ehlo: ehloMs,
    tls: tlsMs,
    quit: quitMs,
  };
  const data = Object.entries(times)
    .filter((entry): entry is [string, number] => entry[1] !== null)
    .map(([name, ms]) => `${name}=${(ms / 1000).toFixed(4)}s;;;0`);
  const below = (days: number | null): string => (days === null ? '' : `${days}:`);
  if (tls !== null) data.push(`certificate_days=${tls.certificate.daysLeft};${below(warnDays)};${below(failDays)}`);
  return data.join(' ');
}

/** `|` begins the performance data, a line end the long output: neither may come from outside. */
function onOneLine(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replaceAll('|', '/')
    .trim();
}
