import { cutText } from '@twotwenty/domain/cut-text';
import type { SmtpReply } from '@twotwenty/domain/probe';

/** Whether trying again later may help (RFC 5321 §4.2.1): 4yz is temporary, 5yz permanent, anything else neither. */
export function permanence(reply: Pick<SmtpReply, 'code'>): 'temporary' | 'permanent' | null {
  if (reply.code >= 400 && reply.code < 500) return 'temporary';
  if (reply.code >= 500 && reply.code < 600) return 'permanent';
  return null;
}

/** A reply in one line, short enough for a message. */
export function replyInBrief(reply: Pick<SmtpReply, 'code' | 'lines'>): string {
  return inBrief(`${reply.code} ${reply.lines.join(' ')}`.trim());
}

/** At most 200 characters of a text. */
export function inBrief(text: string): string {
  return text.length > 200 ? `${cutText(text, 197)}...` : text;
}
