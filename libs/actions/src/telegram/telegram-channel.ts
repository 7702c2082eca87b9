import type { TelegramSettings } from '@twotwenty/contracts/actions/telegram';
import type { Channel } from '../channel.js';
import { below } from '../http/base-url.js';
import { deliver, jsonRequest } from '../http/delivery.js';
import type { HttpAnswer, HttpClient } from '../http/http-client.js';
import { readJson, textAt, valueAt } from '../http/read-json.js';
import { boundRetryAfter } from '../http/retry-after.js';
import { telegramMessage } from './telegram-message.js';

/** Sends notices to a chat of Telegram as a bot. */
export function createTelegramChannel(http: HttpClient): Channel<TelegramSettings> {
  return {
    deliver: (notice, settings, { signal }) => {
      const url = below(settings.server, `/bot${settings.botToken}/sendMessage`);
      const request = jsonRequest('POST', url, telegramMessage(notice, settings));
      return deliver(
        http,
        request,
        { name: 'Telegram', secrets: secretsOf(settings), explain, readRetryAfter },
        signal,
      );
    },
  };
}

/** The token is the number of the bot, which is public, and a key. */
function secretsOf({ botToken }: TelegramSettings): string[] {
  return [botToken, botToken.slice(botToken.indexOf(':') + 1)];
}

function explain({ status, body }: HttpAnswer): string | null {
  const json = readJson(body);
  const description = textAt(json, 'description') ?? '';
  const newId = valueAt(json, 'parameters', 'migrate_to_chat_id');
  if (typeof newId === 'number')
    return `the group has become a supergroup; write its new chat id ${newId} into the settings`;
  if (/chat not found/i.test(description))
    return 'it knows no such chat; check the chat id, and add the bot to the chat';
  if (/thread not found/i.test(description)) return 'the chat has no such topic; check the thread id';
  if (status === 403) return `the bot may not write to the chat (${description}); add it to the chat again`;
  // A malformed token is 404, one that is not known 401.
  if (status === 401 || status === 404) return 'it does not know the bot; check its token with @BotFather';
  return description === '' ? null : description;
}

function readRetryAfter({ body }: HttpAnswer): number | null {
  return boundRetryAfter(valueAt(readJson(body), 'parameters', 'retry_after'));
}
