import { type PagerdutySettings, pagerdutySettings } from '@twotwenty/contracts/actions/pagerduty';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../channel.js';
import { aClient, anIncident, aNotice, aRecovery, NASTY_NAME, unhurried } from '../http/notice.fixture.js';
import {
  answers,
  answersJson,
  inTurn,
  type Respond,
  startReceiver,
  type TestReceiver,
} from '../http/receiver.fixture.js';
import { createPagerdutyChannel } from './pagerduty-channel.js';

const routingKey = '0123456789abcdef0123456789abcdef';
const accepted = answersJson(202, { status: 'success', message: 'Event processed', dedup_key: 'k' });
const invalid = answersJson(400, {
  status: 'invalid event',
  message: 'Event object is invalid',
  errors: ["Length of 'routing_key' is incorrect (should be 32 characters)"],
});

type Event = Readonly<Record<string, unknown>> & { readonly payload: Readonly<Record<string, unknown>> };

function settingsFor(receiver: TestReceiver, others: object = {}): PagerdutySettings {
  return pagerdutySettings(plainSecretSchema).parse({ routingKey, server: receiver.url(), ...others });
}

async function deliveryOf(notice: Notice, respond: Respond = accepted, others: object = {}) {
  const receiver = await startReceiver(respond);
  const outcome = await createPagerdutyChannel(aClient()).deliver(notice, settingsFor(receiver, others), unhurried());
  return { outcome, events: receiver.requests.map(({ body }) => JSON.parse(body) as Event), receiver };
}

const incidents = (...ids: readonly string[]) =>
  ids.map((id) => anIncident({ 'incident-id': id })) as unknown as Notice['incidents'];

describe('PagerDuty', () => {
  it('gets an incident triggered', async () => {
    const { outcome, events, receiver } = await deliveryOf(aNotice());
    expect(outcome).toMatchObject({ ok: true, response: expect.stringMatching(/^202 Accepted: /) as string });
    expect(receiver.requests).toMatchObject([{ method: 'POST', url: '/v2/enqueue' }]);
    expect(events).toMatchObject([
      {
        routing_key: routingKey,
        event_action: 'trigger',
        dedup_key: '0192f0c1-7d4e-7c3a-9b1d-2f5a8c6e4b10',
        client: 'TwoTwenty',
        client_url: 'https://monitor.example.com/monitors/42',
        payload: {
          summary: 'Down: MX Frankfurt (mx1.example.com)',
          source: 'mx1.example.com',
          severity: 'critical',
          timestamp: '2026-03-02T02:14:45.000Z',
          component: 'MX Frankfurt',
          group: 'mail-gw-1',
          class: 'greeting-no-service',
          custom_details: { 'reply-code': '554', text: aNotice().text },
        },
      },
    ]);
    expect(events[0]?.payload['custom_details']).not.toHaveProperty('sites-passed');
  });

  it('gets the same incident resolved', async () => {
    const { events } = await deliveryOf(aRecovery());
    expect(events).toEqual([
      { routing_key: routingKey, event_action: 'resolve', dedup_key: '0192f0c1-7d4e-7c3a-9b1d-2f5a8c6e4b10' },
    ]);
  });

  it('gets the severity of the settings', async () => {
    const { events } = await deliveryOf(aNotice(), accepted, { severity: 'warning' });
    expect(events[0]?.payload['severity']).toBe('warning');
  });

  it('gets an event for each incident of a group', async () => {
    const notice = aNotice({ incidents: incidents('a', 'b', 'c'), subject: '3 monitors are down' });
    const { outcome, events } = await deliveryOf(notice);
    expect(outcome.ok).toBe(true);
    expect(events.map((event) => [event['dedup_key'], event.payload['summary']])).toEqual([
      ['a', 'Down: MX Frankfurt (mx1.example.com)'],
      ['b', 'Down: MX Frankfurt (mx1.example.com)'],
      ['c', 'Down: MX Frankfurt (mx1.example.com)'],
    ]);
  });

  it('gets a test that opens and ends at once, and wakes nobody', async () => {
    const { events } = await deliveryOf(aNotice({ kind: 'test', id: 't' }));
    expect(events).toMatchObject([
      { event_action: 'trigger', dedup_key: 'twotwenty-test-t', payload: { severity: 'info' } },
      { event_action: 'resolve', dedup_key: 'twotwenty-test-t' },
    ]);
  });

  it('gets texts as they are, and the summary on one line and cut', async () => {
    const incident = anIncident({ monitor: NASTY_NAME, address: '' });
    const { events } = await deliveryOf(
      aNotice({ subject: `a\nb ${'\u{1f642}'.repeat(2000)}`, incidents: [incident] }),
    );
    const { summary, component, source } = events[0]?.payload as Readonly<Record<string, string>>;
    expect(summary).toMatch(/^a b \u{1f642}+…$/u);
    expect(summary?.length).toBeLessThanOrEqual(1024);
    expect([component, source]).toEqual([NASTY_NAME, NASTY_NAME]);
  });

  it('that does not know the key is understood, and not made to tell it', async () => {
    const { outcome } = await deliveryOf(aNotice(), invalid);
    expect(outcome).toMatchObject({ ok: false, retryable: false });
    expect(outcome.ok ? '' : outcome.error).toBe(
      "PagerDuty answered 400 Bad Request: Length of 'routing_key' is incorrect (should be 32 characters). " +
        'Check the integration key in the settings',
    );
    const echoed = await deliveryOf(aNotice(), (response, { body }) => response.writeHead(500).end(body));
    expect(JSON.stringify(echoed.outcome)).not.toContain(routingKey);
  });

  it('goes on with a group after an event that is not accepted', async () => {
    const notice = aNotice({ incidents: incidents('a', 'b', 'c') });
    const { outcome, events } = await deliveryOf(notice, inTurn(accepted, invalid, accepted));
    expect(events).toHaveLength(3);
    expect(outcome).toMatchObject({
      ok: false,
      retryable: false,
      error: expect.stringMatching(/^Event 2 of 3: /) as string,
    });
  });

  it('is left alone in the middle of a group when it asks for it', async () => {
    const notice = aNotice({ incidents: incidents('a', 'b', 'c') });
    const { outcome, events } = await deliveryOf(notice, inTurn(accepted, answers(429, '', { 'Retry-After': '60' })));
    expect(events).toHaveLength(2);
    expect(outcome).toMatchObject({ ok: false, retryable: true, retryAfterSeconds: 60 });
  });
});
