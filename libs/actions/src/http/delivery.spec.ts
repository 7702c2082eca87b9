import { describe, expect, it } from 'vitest';
import { MAX_ERROR_LENGTH, MAX_RESPONSE_LENGTH } from '../channel.js';
import { deliver, jsonRequest } from './delivery.js';
import { aClient, unhurried } from './notice.fixture.js';
import { answers, type Respond, startReceiver } from './receiver.fixture.js';

const { signal } = unhurried();

async function outcomeOf(respond: Respond, secrets: readonly string[] = []) {
  const receiver = await startReceiver(respond);
  return deliver(aClient(), jsonRequest('POST', new URL(receiver.url()), {}), { name: 'It', secrets }, signal);
}

describe('a delivery by HTTP', () => {
  it.each([200, 201, 202, 204])('is done with %i', async (status) => {
    expect(await outcomeOf(answers(status))).toMatchObject({ ok: true });
  });

  it.each([
    [500, true],
    [502, true],
    [503, true],
    [599, true],
    [408, true],
    [425, true],
    [429, true],
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [405, false],
    [410, false],
    [413, false],
    [418, false],
    [304, false],
  ])('with %i may be tried again: %s', async (status, retryable) => {
    const outcome = await outcomeOf(answers(status));
    expect(outcome).toMatchObject({ ok: false, retryable, retryAfterSeconds: null });
    expect(outcome.ok ? '' : outcome.error).toMatch(new RegExp(`^It answered ${status}.*: .+`));
  });

  it.each([
    ['seconds', () => '7', 7, 7],
    ['a date', () => new Date(Date.now() + 100_000).toUTCString(), 90, 100],
    ['a day', () => '86400', 3600, 3600],
  ])('tells for how long it is to wait when that is %s', async (_, header, atLeast, atMost) => {
    const outcome = await outcomeOf(answers(429, 'slow down', { 'Retry-After': header() }));
    const seconds = outcome.ok ? null : outcome.retryAfterSeconds;
    expect(seconds).toBeGreaterThanOrEqual(atLeast);
    expect(seconds).toBeLessThanOrEqual(atMost);
  });

  it('tells the answer on one line, cut', async () => {
    const outcome = await outcomeOf(answers(200, `<html>\r\n\t<b>\u0000${'\u{1f642}'.repeat(5000)}`));
    expect(outcome.response).toMatch(/^200 OK: <html> <b> \u{1f642}+…$/u);
    expect(outcome.response?.length).toBeLessThanOrEqual(MAX_RESPONSE_LENGTH);
  });

  it('tells no secret that comes back, not even half of one where the answer is cut', async () => {
    const body = `${'x'.repeat(MAX_RESPONSE_LENGTH - 20)}s3cret-s3cret-s3cret`;
    const outcome = await outcomeOf(answers(500, body), ['s3cret-s3cret-s3cret']);
    expect(JSON.stringify(outcome)).not.toContain('s3c');
  });

  it('keeps an error short', async () => {
    const receiver = await startReceiver(answers(400));
    const request = jsonRequest('POST', new URL(receiver.url()), {});
    const outcome = await deliver(aClient(), request, { name: 'It'.repeat(9999), secrets: [] }, signal);
    expect(outcome.ok ? 0 : outcome.error.length).toBeLessThanOrEqual(MAX_ERROR_LENGTH);
  });
});
