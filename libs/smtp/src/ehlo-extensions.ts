import type { SmtpReply } from '@twotwenty/domain/probe';

/** The keywords of an EHLO reply with their parameters, as they stand (RFC 5321 §4.1.1.1): all lines but the first. */
export function extensionsOf(reply: SmtpReply): readonly string[] {
  return reply.lines.slice(1).filter((line) => line !== '');
}

/** True if a line of an EHLO reply offers STARTTLS. Servers were seen that offer it on the first line, by itself. */
export function offersStartTls(reply: SmtpReply): boolean {
  return reply.lines.some((line, i) => /^STARTTLS(?: |$)/i.test(line) && (i > 0 || line.length === 'STARTTLS'.length));
}
