import type { ProbeResult } from '@twotwenty/domain/probe';
import { replyInBrief } from '@twotwenty/smtp/reply-meaning';

/**
 * The status line of a monitoring plugin for a probe that was made: `OK` or `CRITICAL`, text, and performance data in
 * seconds (https://nagios-plugins.org/doc/guidelines.html).
 */
export function formatNagios({ failure, reply, anomalies, timings }: ProbeResult): string {
  const { totalMs, dnsMs, connectMs, greetingMs, quitMs } = timings;
  const perfdata = Object.entries({ time: totalMs, dns: dnsMs, connect: connectMs, greeting: greetingMs, quit: quitMs })
    .filter((entry): entry is [string, number] => entry[1] !== null)
    .map(([name, ms]) => `${name}=${(ms / 1000).toFixed(4)}s;;;0`)
    .join(' ');
  const notes = anomalies.length === 0 ? '' : ` (anomalies: ${anomalies.map(({ code }) => code).join(', ')})`;
  const text =
    failure === null ? (reply === null ? 'no reply' : replyInBrief(reply)) : `${failure.phase}: ${failure.message}`;
  return `SMTP ${failure === null ? 'OK' : 'CRITICAL'} - ${onOneLine(text)}${notes} | ${perfdata}`;
}

/** The status line when no probe was made. */
export function formatNagiosUnknown(message: string): string {
  return `SMTP UNKNOWN - ${onOneLine(message)}`;
}

/** `|` begins the performance data, a line end the long output: neither may come from outside. */
function onOneLine(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replaceAll('|', '/')
    .trim();
}
