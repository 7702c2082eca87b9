import { z } from 'zod';
import type { plainSecretSchema } from '../secret.js';
import { checkedSecret } from './checked-secret.js';
import { httpUrlSchema } from './http-url.js';

const BOT_TOKEN = /^\d{1,20}:[A-Za-z0-9_-]{20,128}$/;
const CHAT_ID = /^(?:-?\d{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31})$/;

/** A chat of Telegram, by a bot. */
export function telegramSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    botToken: checkedSecret(
      secret,
      (text) => BOT_TOKEN.test(text),
      'must be the token of a bot as @BotFather gives it, such as 123456:ABC-DEF…',
    ),
    chatId: z.string().regex(CHAT_ID, 'must be the number of a chat, such as -1001234567890, or a @channel'),
    threadId: z.int().min(1).nullable().default(null).describe('Number of a topic in a group with topics'),
    format: z.enum(['html', 'plain']).default('html').describe('html: the subject is bold'),
    silent: z.boolean().default(false).describe('Delivered without a sound'),
    server: httpUrlSchema.default('https://api.telegram.org').describe('Another one for a Bot API server of your own'),
  });
}

/** With the secrets in the clear, as the channel uses them. */
export type TelegramSettings = z.infer<ReturnType<typeof telegramSettings<typeof plainSecretSchema>>>;
