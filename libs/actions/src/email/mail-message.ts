import { toneOf } from '@twotwenty/domain/alerting/notice-kinds';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Notice } from '../channel.js';
import { oneLine } from '../outcomes.js';
import type { EmailSettings } from './email-settings.js';
import { htmlOf } from './html-text.js';

/** A longer subject is cut, characters: it would be folded, and no list of mails shows it. */
const MAX_MAIL_SUBJECT_LENGTH = 200;
/** How many incidents of a group are named in References: RFC 5322 §2.1.1 limits lines, and programs limit headers. */
const MAX_REFERENCES = 20;

/** A notice as a message of RFC 5322: text and HTML. The same notice gives the same octets. */
export function mailMessage(notice: Notice, settings: EmailSettings): Promise<Buffer> {
  const { from, fromName, replyTo, to, cc } = settings;
  const domain = `twotwenty.${from.slice(from.lastIndexOf('@') + 1)}`;
  const thread = notice.kind === 'test' ? [] : threadOf(notice, domain);
  const composer = new MailComposer({
    from: { name: fromName, address: from },
    ...(replyTo === null ? {} : { replyTo }),
    to: [...to],
    cc: [...cc],
    subject: oneLine(notice.subject, MAX_MAIL_SUBJECT_LENGTH),
    text: notice.text,
    html: htmlOf(notice),
    date: notice.at,
    messageId: `<${idPart(notice.id)}@${domain}>`,
    ...(thread.length === 0 ? {} : { inReplyTo: thread.join(' '), references: thread }),
    headers: {
      // RFC 3834 §5: nobody's holiday note shall answer. The other is Exchange's own.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      // RFC 2156 §5.3.4; and what older programs know.
      ...(toneOf(notice.kind) === 'failure' ? { Importance: 'high', 'X-Priority': '1' } : {}),
    },
    // A repetition shall be the same message to the last octet.
    baseBoundary: idPart(notice.id),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/**
 * What the notices of an incident have in common: all answer a message that was never sent, and mail programs show them as
 * one thread.
 */
function threadOf(notice: Notice, domain: string): string[] {
  const incidents = notice.incidents.map((values) => values['incident-id']).filter((id) => id !== '');
  return [...new Set(incidents)].slice(0, MAX_REFERENCES).map((id) => `<incident-${idPart(id)}@${domain}>`);
}

/** An id as the left side of a Message-ID (RFC 5322 §3.6.4). */
function idPart(id: string): string {
  return id.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 64);
}
