import { z } from 'zod';

/** A chat of Telegram, by a bot. */
export function telegramSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({ botToken: secret, chatId: z.string().min(1).max(64) });
}
