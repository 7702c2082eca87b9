import { type TeamsSettings, teamsSettings } from '@twotwenty/contracts/actions/teams';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { describe, expect, it } from 'vitest';
import { aClient, anIncident, aNotice, aRecovery, NASTY_NAME, unhurried } from '../http/notice.fixture.js';
import { answers, answersJson, type Respond, startReceiver, type TestReceiver } from '../http/receiver.fixture.js';
import { createTeamsChannel } from './teams-channel.js';

const path = '/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke';
const query = '?api-version=2016-06-01&sig=ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ';

interface Card {
  readonly body: readonly { type: string; spacing: string; inlines: readonly { text: string; color?: string }[] }[];
  readonly actions?: readonly { url: string }[];
}

function settingsFor(receiver: TestReceiver): TeamsSettings {
  return teamsSettings(plainSecretSchema).parse({ url: receiver.url(`${path}${query}`) });
}

async function cardOf(notice = aNotice()): Promise<Card> {
  const receiver = await startReceiver(answers(202));
  const outcome = await createTeamsChannel(aClient()).deliver(notice, settingsFor(receiver), unhurried());
  expect(outcome).toEqual({ ok: true, response: '202 Accepted' });
  expect(receiver.requests).toMatchObject([{ method: 'POST', url: `${path}${query}` }]);
  expect(Buffer.byteLength(receiver.requests[0]?.body ?? '')).toBeLessThan(28_000);
  const { type, attachments } = receiver.lastJson() as { type: string; attachments: [object] };
  expect(type).toBe('message');
  expect(attachments).toMatchObject([{ contentType: 'application/vnd.microsoft.card.adaptive' }]);
  return (attachments[0] as { content: Card }).content;
}

async function outcomeOf(respond: Respond) {
  const receiver = await startReceiver(respond);
  return createTeamsChannel(aClient()).deliver(aNotice(), settingsFor(receiver), unhurried());
}

describe('Teams', () => {
  it('gets an Adaptive Card with the lines of the notice', async () => {
    const { body, actions } = await cardOf();
    expect(body.map(({ spacing, inlines }) => [spacing, inlines[0]?.text])).toEqual([
      ['Default', 'Down: MX Frankfurt (mx1.example.com)'],
      ['Medium', 'MX Frankfurt is Down: 554 5.3.2 No service here'],
      ['Medium', 'Look at: access lists'],
    ]);
    expect(body[0]?.inlines[0]?.color).toBe('Attention');
    expect(actions).toMatchObject([{ type: 'Action.OpenUrl', url: 'https://monitor.example.com/monitors/42' }]);
  });

  it('gets a recovery in another colour', async () => {
    expect((await cardOf(aRecovery())).body[0]?.inlines[0]?.color).toBe('Good');
  });

  it('gets texts in runs alone, in which nothing is markup', async () => {
    const { body } = await cardOf(aNotice({ subject: NASTY_NAME, text: NASTY_NAME }));
    expect(body.map(({ type, inlines }) => [type, inlines[0]?.text])).toEqual([
      ['RichTextBlock', NASTY_NAME],
      ['RichTextBlock', NASTY_NAME],
    ]);
  });

  it('gets no link for several incidents', async () => {
    expect((await cardOf(aNotice({ incidents: [anIncident(), anIncident()] }))).actions).toBeUndefined();
  });

  it.each([
    ['long', '⚠️'.repeat(20_000)],
    ['of many escapes', '"\\'.repeat(20_000)],
    ['of many lines', 'x\n'.repeat(20_000)],
  ])('gets a text that is %s cut', async (_, text) => {
    const { body } = await cardOf(aNotice({ text, subject: '⚠️'.repeat(256) }));
    expect(body.at(-1)?.inlines[0]?.text).toMatch(/…$/);
  });

  it.each([
    [401, 'its signature is old', false],
    [404, 'the workflow was removed or is turned off', false],
    [502, 'no response from the workflow', true],
  ])('that answers %i is understood', async (status, error, retryable) => {
    const body = { error: { code: 'NoResponse', message: 'no response from the workflow' } };
    const outcome = await outcomeOf(answersJson(status, body));
    expect(outcome).toMatchObject({ ok: false, retryable, error: expect.stringContaining(error) as string });
  });

  it('that is asked too often is left alone for as long as it asks', async () => {
    const outcome = await outcomeOf(answers(429, '', { 'Retry-After': '12' }));
    expect(outcome).toMatchObject({ ok: false, retryable: true, retryAfterSeconds: 12 });
  });

  it('is not made to tell its URL', async () => {
    const outcome = await outcomeOf((response, { url }) =>
      response.writeHead(400).end(JSON.stringify({ error: { message: `bad request ${url}` } })),
    );
    expect(JSON.stringify(outcome)).not.toMatch(/ZZZZ|0123456789abcdef/);
  });
});
