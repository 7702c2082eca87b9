import type { DiscordSettings } from '@twotwenty/contracts/actions/discord';
import type { Channel } from '../channel.js';
import { deliver, jsonRequest } from '../http/delivery.js';
import type { HttpAnswer, HttpClient } from '../http/http-client.js';
import { readJson, textAt, valueAt } from '../http/read-json.js';
import { secretsOfUrl } from '../http/redact.js';
import { boundRetryAfter } from '../http/retry-after.js';
import { discordMessage } from './discord-message.js';

const NEW_WEBHOOK = 'make a new webhook in the settings of the channel in Discord, and write its URL into the settings';

/** Error codes of Discord's API that incoming webhooks meet. */
const MEANINGS: Readonly<Record<number, string>> = {
  10003: `the channel was removed; ${NEW_WEBHOOK}`,
  10015: `the webhook was removed; ${NEW_WEBHOOK}`,
  50027: `the URL is not complete; ${NEW_WEBHOOK}`,
  220001: 'the webhook belongs to a forum; write the number of a thread into the settings',
};

/** Posts notices to a channel of Discord by an incoming webhook. */
export function createDiscordChannel(http: HttpClient): Channel<DiscordSettings> {
  return {
    deliver: (notice, settings, { signal }) => {
      const request = jsonRequest('POST', urlOf(settings), discordMessage(notice, settings.username));
      const secrets = secretsOfUrl(settings.url);
      return deliver(http, request, { name: 'Discord', secrets, explain, readRetryAfter }, signal);
    },
  };
}

/** With `wait` Discord answers when the message is stored, not before. */
function urlOf({ url: text, threadId }: DiscordSettings): URL {
  const url = new URL(text);
  url.searchParams.set('wait', 'true');
  if (threadId !== null) url.searchParams.set('thread_id', threadId);
  return url;
}

function explain({ status, body }: HttpAnswer): string | null {
  const json = readJson(body);
  const code = valueAt(json, 'code');
  const meaning = typeof code === 'number' && Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  if (meaning !== undefined) return meaning;
  return status === 400 ? textAt(json, 'message') : null;
}

/** Discord says it in fractions of seconds. */
function readRetryAfter({ body }: HttpAnswer): number | null {
  return boundRetryAfter(valueAt(readJson(body), 'retry_after'));
}
