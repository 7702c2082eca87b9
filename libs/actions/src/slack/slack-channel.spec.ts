import { type SlackSettings, slackSettings } from '@twotwenty/contracts/actions/slack';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { describe, expect, it } from 'vitest';
import { aClient, anIncident, aNotice, aRecovery, NASTY_NAME, unhurried } from '../http/notice.fixture.js';
import { answers, type Respond, startReceiver, type TestReceiver } from '../http/receiver.fixture.js';
import { createSlackChannel } from './slack-channel.js';

const path = '/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX';

function settingsFor(receiver: TestReceiver, others: object = {}): SlackSettings {
  return slackSettings(plainSecretSchema).parse({ url: receiver.url(path), ...others });
}

async function postedFor(notice = aNotice(), others: object = {}) {
  const receiver = await startReceiver(answers(200, 'ok'));
  const outcome = await createSlackChannel(aClient()).deliver(notice, settingsFor(receiver, others), unhurried());
  expect(outcome).toEqual({ ok: true, response: '200 OK: ok' });
  expect(receiver.requests).toMatchObject([{ method: 'POST', url: path }]);
  const message = receiver.lastJson() as { text: string; blocks: { text: { text: string; verbatim: boolean } }[] };
  return { text: message.text, blocks: message.blocks.map(({ text }) => text.text), message };
}

async function outcomeOf(respond: Respond) {
  const receiver = await startReceiver(respond);
  return createSlackChannel(aClient()).deliver(aNotice(), settingsFor(receiver), unhurried());
}

describe('Slack', () => {
  it('gets the notice in blocks, and the subject as text', async () => {
    const { text, blocks, message } = await postedFor();
    expect(text).toBe(aNotice().subject);
    expect(blocks).toEqual([
      `*${aNotice().subject}*`,
      aNotice().text,
      '<https://monitor.example.com/monitors/42|Open the monitor>',
    ]);
    expect(message.blocks.every((block) => block.text.verbatim)).toBe(true);
  });

  it('gets nothing in a text that is a link or a mention', async () => {
    const { text, blocks } = await postedFor(aNotice({ subject: NASTY_NAME, text: `${NASTY_NAME}\nsecond` }));
    for (const each of [text, blocks[0], blocks[1]]) {
      expect(each).toContain('MX &lt;b&gt;"&amp;\'&lt;/b&gt;');
      expect(each).toContain('&lt;!channel&gt;');
      expect(each).not.toMatch(/[<>]/);
      expect(each).toContain('\u{1f642} ⚠️ ж');
    }
  });

  it('gets no link that ends early', async () => {
    const link = 'https://monitor.example.com/?a=|evil>';
    const { blocks } = await postedFor(aNotice({ incidents: [anIncident({ link })] }));
    expect(blocks[2]).toBe('<https://monitor.example.com/?a=%7Cevil%3E|Open the monitor>');
  });

  it.each(['', 'javascript:alert(1)'])('gets no link for %j', async (link) => {
    expect((await postedFor(aNotice({ incidents: [anIncident({ link })] }))).blocks).toHaveLength(2);
  });

  it.each([
    ['none', ''],
    ['here', '<!here> '],
    ['channel', '<!channel> '],
  ])('alerts %s for a failure', async (mention, written) => {
    const { text, blocks } = await postedFor(aNotice(), { mention });
    expect([text, blocks[0]]).toEqual([`${written}${aNotice().subject}`, `${written}*${aNotice().subject}*`]);
  });

  it('alerts nobody for a recovery', async () => {
    expect((await postedFor(aRecovery(), { mention: 'channel' })).text).toBe('Up again: MX Frankfurt');
  });

  it('gets no empty block, which it would refuse', async () => {
    expect((await postedFor(aNotice({ text: ' \n' }))).blocks).toHaveLength(2);
  });

  it('gets long texts cut, and no half of an escape', async () => {
    const { blocks } = await postedFor(aNotice({ text: '&'.repeat(9000) }));
    expect(blocks[1]?.length).toBeLessThanOrEqual(3000);
    expect(blocks[1]).toMatch(/^(&amp;)+…$/);
  });

  it.each([
    [403, 'invalid_token', false],
    [404, 'no_service', false],
    [410, 'channel_is_archived', false],
    [400, 'invalid_payload', false],
    [500, 'rollup_error', true],
  ])('that answers %i %s is understood', async (status, body, retryable) => {
    const outcome = await outcomeOf(answers(status, body));
    expect(outcome).toMatchObject({ ok: false, retryable, response: expect.stringContaining(body) as string });
    expect(outcome.ok ? '' : outcome.error).toMatch(new RegExp(`^Slack answered ${status} .+: ${body}, `));
  });

  it('that is asked too often is left alone for as long as it asks', async () => {
    const outcome = await outcomeOf(answers(429, 'rate_limited', { 'Retry-After': '30' }));
    expect(outcome).toMatchObject({ ok: false, retryable: true, retryAfterSeconds: 30 });
  });

  it.each([
    (response: Parameters<Respond>[0]) => response.writeHead(404).end(`no such path ${path}`),
    (response: Parameters<Respond>[0]) => response.writeHead(302, { Location: path }).end(),
    (response: Parameters<Respond>[0]) => response.socket?.destroy(),
  ])('is not made to tell its URL (%#)', async (respond) => {
    const outcome = await outcomeOf(respond);
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(outcome)).not.toMatch(/XXXX|B00000000/);
  });
});
