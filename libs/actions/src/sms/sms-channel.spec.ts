import { type SmsSettings, smsSettings } from '@twotwenty/contracts/actions/sms';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { describe, expect, it } from 'vitest';
import { aClient, aNotice, NASTY_NAME, unhurried } from '../http/notice.fixture.js';
import { answers, inTurn, type Respond, startReceiver } from '../http/receiver.fixture.js';
import { createSmsChannel } from './sms-channel.js';

const both = ['+491701234567', '+447700900123'];
const text = 'MX Frankfurt is Down: 554 5.3.2 No service here Look at: access lists';

async function deliveryOf(others: object, respond: Respond = answers(200, 'queued'), notice = aNotice()) {
  const receiver = await startReceiver(respond);
  const written = { url: receiver.url('/send'), recipients: [both[0]], ...others };
  const settings: SmsSettings = smsSettings(plainSecretSchema).parse(written);
  const outcome = await createSmsChannel(aClient()).deliver(notice, settings, unhurried());
  return { outcome, requests: receiver.requests };
}

describe('an SMS gateway', () => {
  it('gets a request in JSON for each recipient, with an id of its own', async () => {
    const { outcome, requests } = await deliveryOf({ recipients: both, from: 'Mail' });
    expect(outcome).toEqual({ ok: true, response: '200 OK: queued' });
    expect(requests.map(({ method, body }): unknown[] => [method, JSON.parse(body)])).toEqual([
      ['POST', { from: 'Mail', to: both[0], text }],
      ['POST', { from: 'Mail', to: both[1], text }],
    ]);
    expect(requests.map(({ headers }) => headers['idempotency-key'])).toEqual(
      both.map((each) => `${aNotice().id}-${each}`),
    );
  });

  it.each([
    ['list', both],
    ['comma', both.join(',')],
  ])('gets one request for all with recipients as %s', async (recipientsAs, to) => {
    const { requests } = await deliveryOf({ recipients: both, recipientsAs });
    expect(requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ to, text }]);
    expect(requests[0]?.headers['idempotency-key']).toBe(aNotice().id);
  });

  it('gets a list even of one', async () => {
    const { requests } = await deliveryOf({ recipientsAs: 'list' });
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({ to: [both[0]] });
  });

  it('gets a form with the names of its own parameters', async () => {
    const names = { recipientParameter: 'To', fromParameter: 'From', textParameter: 'Body' };
    const headers = [{ name: 'Authorization', value: 'Basic dXNlcjpw' }];
    const notice = aNotice({ subject: NASTY_NAME });
    const settings = { format: 'form', from: '+15550100', headers, content: 'subject', recipients: both };
    const { requests } = await deliveryOf({ ...settings, ...names, recipientsAs: 'list' }, answers(201), notice);
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'Basic dXNlcjpw',
    });
    expect([...new URLSearchParams(requests[0]?.body)]).toEqual([
      ['From', '+15550100'],
      ['To', both[0]],
      ['To', both[1]],
      ['Body', NASTY_NAME],
    ]);
  });

  it.each(['GET', 'POST'])('gets a query with %s', async (method) => {
    const parameters = [{ name: 'password', value: 'p&ss wörd' }];
    const { requests } = await deliveryOf({ method, format: 'query', parameters });
    expect(requests).toMatchObject([{ method, body: '' }]);
    const url = new URL(requests[0]?.url ?? '', 'http://gateway.test');
    expect([url.pathname, ...url.searchParams]).toEqual([
      '/send',
      ['password', 'p&ss wörd'],
      ['to', both[0]],
      ['text', text],
    ]);
  });

  it('gets long texts cut, on one line', async () => {
    const { requests } = await deliveryOf(
      {},
      answers(200),
      aNotice({ text: 'a\r\n\u2028b' + '\u{1f642}'.repeat(500) }),
    );
    const sent = (JSON.parse(requests[0]?.body ?? '') as { text: string }).text;
    expect(sent).toMatch(/^a b\u{1f642}+…$/u);
    expect([159, 160]).toContain(sent.length);
  });

  it('gets the subject in place of an empty text', async () => {
    const { requests } = await deliveryOf({}, answers(200), aNotice({ text: '\n' }));
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({ text: aNotice().subject });
  });

  it('may have to say a word for success', async () => {
    const settings = { expectedAnswer: 'OK' };
    expect((await deliveryOf(settings, answers(200, 'id 7: OK'))).outcome.ok).toBe(true);
    expect((await deliveryOf(settings, answers(200, 'ERR: no credit'))).outcome).toEqual({
      ok: false,
      retryable: true,
      error: 'The SMS gateway answered without "OK", which the settings expect of a success',
      response: '200 OK: ERR: no credit',
      retryAfterSeconds: null,
    });
  });

  it('that refuses one recipient gets the others', async () => {
    const { outcome, requests } = await deliveryOf(
      { recipients: both },
      inTurn(answers(400, 'bad number'), answers(200)),
    );
    expect(requests).toHaveLength(2);
    expect(outcome).toMatchObject({
      ok: false,
      retryable: false,
      error: expect.stringMatching(/^Recipient 1 of 2: /) as string,
    });
  });

  it('is not made to tell keys', async () => {
    const settings = {
      format: 'query',
      headers: [{ name: 'X-Key', value: 'header-secret' }],
      parameters: [{ name: 'password', value: 'p&ss wörd' }],
    };
    const echo: Respond = (response, request) =>
      response.writeHead(403).end(`p&ss wörd ${request.url} ${JSON.stringify(request.headers)}`);
    const { outcome } = await deliveryOf(settings, echo);
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(outcome)).not.toMatch(/header-secret|p(&|%26)ss/);
  });
});
