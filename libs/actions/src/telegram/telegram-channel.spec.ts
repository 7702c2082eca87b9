import { type TelegramSettings, telegramSettings } from '@twotwenty/contracts/actions/telegram';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { describe, expect, it } from 'vitest';
import { aClient, aNotice, NASTY_NAME, unhurried } from '../http/notice.fixture.js';
import { answersJson, type Respond, startReceiver, type TestReceiver } from '../http/receiver.fixture.js';
import { createTelegramChannel } from './telegram-channel.js';

const botToken = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

function settingsFor(receiver: TestReceiver, others: object = {}): TelegramSettings {
  const written = { botToken, chatId: '-1001234567890', server: receiver.url('/'), ...others };
  return telegramSettings(plainSecretSchema).parse(written);
}

async function sentFor(notice = aNotice(), others: object = {}) {
  const receiver = await startReceiver(answersJson(200, { ok: true, result: { message_id: 1 } }));
  const outcome = await createTelegramChannel(aClient()).deliver(notice, settingsFor(receiver, others), unhurried());
  expect(outcome).toEqual({ ok: true, response: '200 OK: {"ok":true,"result":{"message_id":1}}' });
  expect(receiver.requests).toMatchObject([{ method: 'POST', url: `/bot${botToken}/sendMessage` }]);
  return receiver.lastJson() as { text: string } & Readonly<Record<string, unknown>>;
}

async function outcomeOf(respond: Respond) {
  const receiver = await startReceiver(respond);
  return createTelegramChannel(aClient()).deliver(aNotice(), settingsFor(receiver), unhurried());
}

describe('Telegram', () => {
  it('gets the notice as HTML', async () => {
    expect(await sentFor()).toEqual({
      chat_id: '-1001234567890',
      text: `<b>${aNotice().subject}</b>\n\n${aNotice().text}`,
      parse_mode: 'HTML',
      disable_notification: false,
      link_preview_options: { is_disabled: true },
    });
  });

  it('gets what the settings say', async () => {
    const message = await sentFor(aNotice(), { threadId: 7, silent: true, chatId: '@mail_team' });
    expect(message).toMatchObject({ chat_id: '@mail_team', message_thread_id: 7, disable_notification: true });
  });

  it('gets nothing in a text that is markup', async () => {
    const { text } = await sentFor(aNotice({ subject: NASTY_NAME, text: NASTY_NAME }));
    const escaped = NASTY_NAME.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(text).toBe(`<b>${escaped}</b>\n\n${escaped}`);
  });

  it('gets plain text as it is', async () => {
    const message = await sentFor(aNotice({ subject: NASTY_NAME }), { format: 'plain' });
    expect(message.text).toBe(`${NASTY_NAME}\n\n${aNotice().text}`);
    expect(message).not.toHaveProperty('parse_mode');
  });

  it.each(['html', 'plain'])('gets long texts as %s cut, and no half of an escape', async (format) => {
    const { text } = await sentFor(aNotice({ subject: '\u{1f642}'.repeat(256), text: '<\u{1f642}'.repeat(9000) }), {
      format,
    });
    const read = text.replaceAll(/<\/?b>/g, '').replaceAll('&lt;', '<');
    expect(read.length).toBeLessThanOrEqual(4096);
    expect(read.length).toBeGreaterThan(4090);
    expect(/\p{Cs}/u.test(read)).toBe(false);
  });

  it('may be a server of one’s own below a path', async () => {
    const receiver = await startReceiver(answersJson(200, { ok: true }));
    const settings = settingsFor(receiver, { server: receiver.url('/telegram/') });
    await createTelegramChannel(aClient()).deliver(aNotice(), settings, unhurried());
    expect(receiver.requests[0]?.url).toBe(`/telegram/bot${botToken}/sendMessage`);
  });

  it('that is asked too often is left alone for as long as it asks', async () => {
    const description = 'Too Many Requests: retry after 8';
    const outcome = await outcomeOf(
      answersJson(429, { ok: false, error_code: 429, description, parameters: { retry_after: 8 } }),
    );
    expect(outcome).toMatchObject({ ok: false, retryable: true, retryAfterSeconds: 8 });
  });

  it.each([
    [401, 'Unauthorized', 'it does not know the bot'],
    [404, 'Not Found', 'it does not know the bot'],
    [400, 'Bad Request: chat not found', 'add the bot to the chat'],
    [400, 'Bad Request: message thread not found', 'check the thread id'],
    [403, 'Forbidden: bot was blocked by the user', '(Forbidden: bot was blocked by the user)'],
    [400, "Bad Request: can't parse entities", "Bad Request: can't parse entities"],
  ])('that answers %i %s is understood', async (status, description, error) => {
    const outcome = await outcomeOf(answersJson(status, { ok: false, error_code: status, description }));
    expect(outcome).toMatchObject({ ok: false, retryable: false, error: expect.stringContaining(error) as string });
  });

  it('tells the new id of a group that has moved', async () => {
    const outcome = await outcomeOf(
      answersJson(400, {
        ok: false,
        error_code: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: -1009876543210 },
      }),
    );
    expect(outcome.ok ? '' : outcome.error).toContain('write its new chat id -1009876543210 into the settings');
  });

  it.each([
    (response: Parameters<Respond>[0]) => response.writeHead(500).end(`/bot${botToken}/sendMessage failed`),
    (response: Parameters<Respond>[0]) => response.writeHead(301, { Location: `/bot${botToken}/sendMessage/` }).end(),
    (response: Parameters<Respond>[0]) => response.socket?.destroy(),
  ])('is not made to tell the token (%#)', async (respond) => {
    const outcome = await outcomeOf(respond);
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(outcome)).not.toContain('AAHdqTcv');
  });
});
