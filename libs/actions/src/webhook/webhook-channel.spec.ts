import { createHmac } from 'node:crypto';
import { type WebhookSettings, webhookSettings } from '@twotwenty/contracts/actions/webhook';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { describe, expect, it } from 'vitest';
import type { WebhookBody } from './webhook-channel.js';
import { createWebhookChannel } from './webhook-channel.js';
import { aClient, anIncident, aNotice, NASTY_NAME, unhurried } from '../http/notice.fixture.js';
import { answers, inTurn, startReceiver } from '../http/receiver.fixture.js';

const signingKey = 'correct horse battery staple ü';

function settingsFor(url: string, others: object = {}): WebhookSettings {
  return webhookSettings(plainSecretSchema).parse({ url, ...others });
}

describe('a webhook', () => {
  it('gets the notice as JSON', async () => {
    const receiver = await startReceiver(answers(200, 'thanks'));
    const notice = aNotice({ subject: NASTY_NAME, incidents: [anIncident({ monitor: NASTY_NAME }), anIncident()] });
    const outcome = await createWebhookChannel(aClient()).deliver(notice, settingsFor(receiver.url('/x')), unhurried());
    expect(outcome).toEqual({ ok: true, response: '200 OK: thanks' });
    expect(receiver.requests).toMatchObject([
      { method: 'POST', url: '/x', headers: { 'content-type': 'application/json; charset=utf-8' } },
    ]);
    const body = receiver.lastJson() as WebhookBody;
    expect(Object.keys(body)).toEqual(['id', 'kind', 'subject', 'text', 'at', 'incidentCount', 'incidents']);
    expect(body).toMatchObject({ kind: 'failure', subject: NASTY_NAME, at: '2026-03-02T02:14:45.000Z' });
    expect(body.incidents.map(({ monitor }) => monitor)).toEqual([NASTY_NAME, 'MX Frankfurt']);
  });

  it('gets the first incidents of a large group, and how many there are', async () => {
    const receiver = await startReceiver(answers(200));
    const incidents = Array.from({ length: 3000 }, () => anIncident()) as [TokenValues, ...TokenValues[]];
    const notice = aNotice({ incidents });
    await createWebhookChannel(aClient()).deliver(notice, settingsFor(receiver.url()), unhurried());
    const body = receiver.lastJson() as WebhookBody;
    expect([body.incidentCount, body.incidents.length]).toEqual([3000, 200]);
  });

  it('gets the same id and the same body again on a repetition, and another one for another notice', async () => {
    const receiver = await startReceiver(inTurn(answers(500), answers(200)));
    const channel = createWebhookChannel(aClient());
    const settings = settingsFor(receiver.url());
    expect(await channel.deliver(aNotice(), settings, unhurried())).toMatchObject({ ok: false, retryable: true });
    await channel.deliver(aNotice(), settings, unhurried());
    await channel.deliver(aNotice({ id: 'another' }), settings, unhurried());
    const [first, second, third] = receiver.requests;
    expect(first?.headers['idempotency-key']).toBe(aNotice().id);
    expect([second?.headers['idempotency-key'], second?.body]).toEqual([aNotice().id, first?.body]);
    expect(third?.headers['idempotency-key']).toBe('another');
  });

  it('can verify who sent it and when', async () => {
    const receiver = await startReceiver(answers(200));
    const channel = createWebhookChannel(aClient(), () => 1_772_417_685_999);
    await channel.deliver(aNotice({ subject: NASTY_NAME }), settingsFor(receiver.url(), { signingKey }), unhurried());
    const [request] = receiver.requests;
    const header = String(request?.headers['twotwenty-signature']);
    const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
    expect(time).toBe('1772417685');
    expect(signature).toBe(createHmac('sha256', signingKey).update(`${time}.${request?.body}`).digest('hex'));
  });

  it('is not signed without a key', async () => {
    const receiver = await startReceiver(answers(200));
    await createWebhookChannel(aClient()).deliver(aNotice(), settingsFor(receiver.url()), unhurried());
    expect(receiver.requests[0]?.headers).not.toHaveProperty('twotwenty-signature');
  });

  it('gets the method and headers of the settings', async () => {
    const receiver = await startReceiver(answers(200));
    const headers = [
      { name: 'Authorization', value: 'Bearer abc' },
      { name: 'user-agent', value: 'mine' },
    ];
    const settings = settingsFor(receiver.url(), { method: 'PUT', headers });
    await createWebhookChannel(aClient()).deliver(aNotice(), settings, unhurried());
    expect(receiver.requests).toMatchObject([
      { method: 'PUT', headers: { authorization: 'Bearer abc', 'user-agent': 'mine' } },
    ]);
  });

  it.each([404, 500])('that answers %i with all it got is not made to tell secrets', async (status) => {
    const receiver = await startReceiver((response, request) =>
      response.writeHead(status).end(`${JSON.stringify(request.headers)} ${signingKey}`),
    );
    const headers = [{ name: 'Authorization', value: 'Bearer abcdefgh' }];
    const settings = settingsFor(receiver.url(), { headers, signingKey });
    const outcome = await createWebhookChannel(aClient()).deliver(aNotice(), settings, unhurried());
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(outcome)).not.toMatch(/abcdefgh|battery/);
  });

  it('that can not be reached gives an error, and does not throw', async () => {
    const outcome = await createWebhookChannel(aClient()).deliver(
      aNotice(),
      settingsFor('http://169.254.169.254/latest'),
      unhurried(),
    );
    expect(outcome).toMatchObject({ ok: false, retryable: false, response: null });
  });
});
