import type { TelegramSettings } from '@twotwenty/contracts/actions/telegram';
import type { Notice } from '../channel.js';
import { fitText } from '../http/fit-text.js';

/** Limit of Telegram after its markup is read, UTF-16 units. */
const MAX_MESSAGE = 4096;
const MAX_SUBJECT = 512;

/** The body of sendMessage (Telegram Bot API). */
export function telegramMessage(notice: Notice, settings: TelegramSettings): object {
  const { chatId, threadId, silent, format } = settings;
  return {
    chat_id: chatId,
    ...(threadId === null ? {} : { message_thread_id: threadId }),
    ...textOf(notice, format),
    disable_notification: silent,
    link_preview_options: { is_disabled: true },
  };
}

function textOf(notice: Notice, format: TelegramSettings['format']): object {
  const subject = fitText(notice.subject, MAX_SUBJECT);
  const text = fitText(notice.text, MAX_MESSAGE - subject.length - 2);
  if (format === 'plain') return { text: `${subject}\n\n${text}` };
  return { text: `<b>${escape(subject)}</b>\n\n${escape(text)}`, parse_mode: 'HTML' };
}

/** All that Telegram's HTML wants replaced outside of tags. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
