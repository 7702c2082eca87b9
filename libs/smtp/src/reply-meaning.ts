import type { SmtpReply } from '@twotwenty/domain/probe';

/** An enhanced status code (RFC 3463 §2), such as 5.7.1. */
export interface EnhancedStatus {
  readonly class: 2 | 4 | 5;
  readonly subject: number;
  readonly detail: number;
}

const ENHANCED_STATUS = /^([245])\.(\d{1,3})\.(\d{1,3})(?: |$)/;

/** Whether trying again later may help (RFC 5321 §4.2.1): 4yz is temporary, 5yz permanent, anything else neither. */
export function permanence(reply: SmtpReply): 'temporary' | 'permanent' | null {
  if (reply.code >= 400 && reply.code < 500) return 'temporary';
  if (reply.code >= 500 && reply.code < 600) return 'permanent';
  return null;
}

/**
 * Reads the enhanced status code at the beginning of a reply's text (RFC 2034 §4).
 *
 * @returns null if there is none, or if its class contradicts the reply code, which RFC 2034 forbids.
 */
export function enhancedStatus(reply: SmtpReply): EnhancedStatus | null {
  const match = ENHANCED_STATUS.exec(reply.lines[0] ?? '');
  if (match === null || match[1] !== String(reply.code)[0]) return null;
  return { class: Number(match[1]) as 2 | 4 | 5, subject: Number(match[2]), detail: Number(match[3]) };
}

/** A reply in one line, short enough for a message. */
export function replyInBrief(reply: SmtpReply): string {
  return inBrief(`${reply.code} ${reply.lines.join(' ')}`.trim());
}

/** At most 200 characters of a text. */
export function inBrief(text: string): string {
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
