import { permanence } from '@twotwenty/domain/permanence';
import type { ProbeResult, ProbeTimings, SmtpReply } from '@twotwenty/domain/probe';
import { explainCode } from '@twotwenty/domain/failure-codes';
import { field, list } from './fields.js';
import { formatTls } from './tls.js';

/** The result for a person at a terminal: several lines, without colours. */
export function formatText(result: ProbeResult): string {
  const { failure, reply, quit, extensions, tls, anomalies, timings, transcript } = result;
  const lines = [`${failure === null ? 'PASSED' : 'FAILED'}  ${describeTarget(result)}`, ''];
  if (failure !== null) {
    lines.push(field('Phase', failure.phase), field('Code', failure.code), field('Failure', failure.message));
    const entry = explainCode(failure.code);
    if (entry !== null) lines.push(field('Look at', entry.lookAt));
  }
  if (reply !== null) {
    lines.push(...describeReply(reply), field('QUIT', quit === null ? 'not answered' : `answered ${quit.code}`));
  }
  if (extensions !== null) lines.push(...list('Offers', extensions));
  lines.push(field('Timings', describeTimings(timings)));
  for (const { phase, code, message } of anomalies) lines.push(field('Anomaly', `${phase}: ${message} [${code}]`));
  if (tls !== null) lines.push('', ...formatTls(tls));
  lines.push('', 'Transcript, with milliseconds since the beginning:');
  for (const { atMs, direction, text } of transcript) {
    lines.push(`${atMs.toFixed(1).padStart(10)}  ${direction} ${text}`);
  }
  return lines.join('\n');
}

function describeTarget({ target: { host, port, address } }: ProbeResult): string {
  const server = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return address === null || address === host ? server : `${server} (${address})`;
}

/** A reply line by line, with what its code and enhanced status code say about trying again. */
function describeReply(reply: SmtpReply): string[] {
  const lines = reply.lines.map((text, i) => field(i === 0 ? 'Reply' : '', `${reply.code} ${text}`.trim()));
  const enhanced = reply.enhancedCode === null ? null : `enhanced status ${reply.enhancedCode}`;
  const notes = [permanence(reply.code), enhanced].filter((note) => note !== null);
  return notes.length === 0 ? lines : [...lines, field('', `(${notes.join(', ')})`)];
}

function describeTimings({ dnsMs, connectMs, greetingMs, ehloMs, tlsMs, quitMs, totalMs }: ProbeTimings): string {
  return Object.entries({
    dns: dnsMs,
    connect: connectMs,
    greeting: greetingMs,
    ehlo: ehloMs,
    tls: tlsMs,
    quit: quitMs,
    total: totalMs,
  })
    .filter((entry): entry is [string, number] => entry[1] !== null)
    .map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`)
    .join(', ');
}
