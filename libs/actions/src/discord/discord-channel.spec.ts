import { type DiscordSettings, discordSettings } from '@twotwenty/contracts/actions/discord';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { describe, expect, it } from 'vitest';
import { aClient, aNotice, NASTY_NAME, unhurried } from '../http/notice.fixture.js';
import { answersJson, type Respond, startReceiver, type TestReceiver } from '../http/receiver.fixture.js';
import { createDiscordChannel } from './discord-channel.js';

const path =
  '/api/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44fecd1726de135cbe28a41f8b2f777c372ba2939e72';

interface Message {
  readonly username?: string;
  readonly embeds: readonly [{ readonly title: string; readonly description: string; readonly url?: string }];
}

function settingsFor(receiver: TestReceiver, others: object = {}): DiscordSettings {
  return discordSettings(plainSecretSchema).parse({ url: receiver.url(path), ...others });
}

async function postedFor(notice = aNotice(), others: object = {}) {
  const receiver = await startReceiver(answersJson(200, { id: '1', type: 0 }));
  const outcome = await createDiscordChannel(aClient()).deliver(notice, settingsFor(receiver, others), unhurried());
  expect(outcome).toEqual({ ok: true, response: '200 OK: {"id":"1","type":0}' });
  const message = receiver.lastJson() as Message;
  return { url: receiver.requests[0]?.url, message, embed: message.embeds[0] };
}

async function outcomeOf(respond: Respond) {
  const receiver = await startReceiver(respond);
  return createDiscordChannel(aClient()).deliver(aNotice(), settingsFor(receiver), unhurried());
}

describe('Discord', () => {
  it('gets an embed that mentions nobody, and answers when it is stored', async () => {
    const { url, message } = await postedFor();
    expect(url).toBe(`${path}?wait=true`);
    expect(message).toEqual({
      embeds: [
        {
          title: 'Down: MX Frankfurt \\(mx1.example.com\\)',
          description: aNotice().text,
          color: 0xd92d20,
          timestamp: '2026-03-02T02:14:45.000Z',
          url: 'https://monitor.example.com/monitors/42',
        },
      ],
      allowed_mentions: { parse: [] },
    });
  });

  it('gets the sender and thread of the settings', async () => {
    const { url, message } = await postedFor(aNotice(), { username: 'Mail ⚠️', threadId: '42' });
    expect(url).toBe(`${path}?wait=true&thread_id=42`);
    expect(message.username).toBe('Mail ⚠️');
  });

  it('gets nothing in a text that is markup', async () => {
    const { embed } = await postedFor(aNotice({ subject: NASTY_NAME, text: NASTY_NAME }));
    for (const text of [embed.title, embed.description]) {
      expect(text.replaceAll(/\\./g, '')).not.toMatch(/[\\*_~`|#<>()[\]]/);
      expect(text.replaceAll('\\', '')).toBe(NASTY_NAME);
    }
  });

  it('gets addresses as they are', async () => {
    const { embed } = await postedFor(aNotice({ text: 'see https://monitor.example.com/#/a~b_c for_more' }));
    expect(embed.description).toMatch(/^see https:\/\/monitor\.example\.com\/#\/a~?/);
    expect(embed.description).toContain('for\\_more');
  });

  it('gets long texts cut, and no half of an escape', async () => {
    const { embed } = await postedFor(aNotice({ subject: '\u{1f642}'.repeat(256), text: '*'.repeat(9000) }));
    expect(embed.title.length).toBeLessThanOrEqual(256);
    expect(embed.description.length).toBeLessThanOrEqual(4096);
    expect(embed.description).toMatch(/^(\\\*)+…$/);
  });

  it.each([
    ['a fraction of a second', 0.3, 1],
    ['a long time', 64_000.5, 3600],
  ])('that is asked too often is left alone for %s', async (_, seconds, retryAfterSeconds) => {
    const body = { message: 'You are being rate limited.', retry_after: seconds, global: false };
    const outcome = await outcomeOf(answersJson(429, body, { 'Retry-After': '99' }));
    expect(outcome).toMatchObject({ ok: false, retryable: true, retryAfterSeconds });
  });

  it.each([
    [404, { message: 'Unknown Webhook', code: 10015 }, 'the webhook was removed; make a new webhook', false],
    [401, { message: 'Invalid Webhook Token', code: 50027 }, 'the URL is not complete', false],
    [400, { message: 'Cannot send an empty message', code: 50006 }, 'Cannot send an empty message', false],
    [400, { embeds: ['0'] }, 'it does not accept the request', false],
    [500, { message: '500: Internal Server Error', code: 0 }, 'it has trouble of its own', true],
  ])('that answers %i %j is understood', async (status, body, error, retryable) => {
    const outcome = await outcomeOf(answersJson(status, body));
    expect(outcome).toMatchObject({ ok: false, retryable, error: expect.stringContaining(error) as string });
  });

  it('is not made to tell its URL', async () => {
    const outcome = await outcomeOf((response, { url }) => response.writeHead(400).end(`{"message":"bad ${url}"}`));
    expect(JSON.stringify(outcome)).not.toContain('3d89bb75');
  });
});
