import { cutText } from '@twotwenty/domain/cut-text';
import type { SmtpReply } from '@twotwenty/domain/probe';

/** A reply in one line, short enough for a message. */
export function replyInBrief(reply: Pick<SmtpReply, 'code' | 'lines'>): string {
  return inBrief(`${reply.code} ${reply.lines.join(' ')}`.trim());
}

/** At most 200 characters of a text. */
export function inBrief(text: string): string {
  return text.length > 200 ? `${cutText(text, 197)}...` : text;
}
