import { type NtfySettings, ntfySettings } from '@twotwenty/contracts/actions/ntfy';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { describe, expect, it } from 'vitest';
import { aClient, anIncident, aNotice, aRecovery, NASTY_NAME, unhurried } from '../http/notice.fixture.js';
import { answersJson, type Respond, startReceiver, type TestReceiver } from '../http/receiver.fixture.js';
import { createNtfyChannel } from './ntfy-channel.js';

const accessToken = 'tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2';

function settingsFor(receiver: TestReceiver, others: object = {}): NtfySettings {
  return ntfySettings(plainSecretSchema).parse({ server: receiver.url(), topic: 'mail', ...others });
}

async function publishedFor(notice = aNotice(), others: object = {}) {
  const receiver = await startReceiver(answersJson(200, { id: 'x', event: 'message' }));
  const outcome = await createNtfyChannel(aClient()).deliver(notice, settingsFor(receiver, others), unhurried());
  expect(outcome).toEqual({ ok: true, response: '200 OK: {"id":"x","event":"message"}' });
  const [request] = receiver.requests;
  return { request, message: receiver.lastJson() as Readonly<Record<string, string>> };
}

async function outcomeOf(respond: Respond) {
  const receiver = await startReceiver(respond);
  return createNtfyChannel(aClient()).deliver(aNotice(), settingsFor(receiver, { accessToken }), unhurried());
}

describe('ntfy', () => {
  it('gets the notice as JSON at its root, with any characters', async () => {
    const { request, message } = await publishedFor(aNotice({ subject: NASTY_NAME }));
    expect(request).toMatchObject({ method: 'POST', url: '/' });
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(message).toEqual({
      topic: 'mail',
      title: NASTY_NAME,
      message: aNotice().text,
      priority: 4,
      tags: ['rotating_light'],
      click: 'https://monitor.example.com/monitors/42',
    });
  });

  it('gets the access token', async () => {
    const { request } = await publishedFor(aNotice(), { accessToken });
    expect(request?.headers.authorization).toBe(`Bearer ${accessToken}`);
  });

  it.each([
    ['failure', aNotice(), 5, 'rotating_light'],
    ['recovery', aRecovery(), 1, 'white_check_mark'],
    ['test', aNotice({ kind: 'test' }), 1, 'bell'],
  ])('gets the priority and tag of a %s', async (_, notice, priority, tag) => {
    const { message } = await publishedFor(notice, { failurePriority: 5, recoveryPriority: 1 });
    expect(message).toMatchObject({ priority, tags: [tag] });
  });

  it('gets no link where there is none, or several', async () => {
    expect((await publishedFor(aNotice({ incidents: [anIncident({ link: '' })] }))).message).not.toHaveProperty(
      'click',
    );
    const several = aNotice({ incidents: [anIncident(), anIncident()] });
    expect((await publishedFor(several)).message).not.toHaveProperty('click');
  });

  it('gets long texts cut by octets', async () => {
    const { message } = await publishedFor(aNotice({ subject: '\u{1f642}'.repeat(256), text: 'ж'.repeat(9000) }));
    expect(Buffer.byteLength(message['title'] ?? '')).toBeLessThanOrEqual(250);
    expect(Buffer.byteLength(message['message'] ?? '')).toBeGreaterThan(4090);
    expect(Buffer.byteLength(message['message'] ?? '')).toBeLessThanOrEqual(4096);
    expect(message['message']).toMatch(/^ж+…$/);
  });

  it.each([
    [401, { code: 40101, http: 401, error: 'unauthorized' }, 'it does not know the access token', false],
    [403, { code: 40301, http: 403, error: 'forbidden' }, 'the topic may not be written to', false],
    [400, { code: 40009, http: 400, error: 'invalid topic: path invalid' }, 'invalid topic: path invalid', false],
    [429, { code: 42901, http: 429, error: 'limit reached: too many requests' }, 'limit reached', true],
  ])('that answers %i is understood', async (status, body, error, retryable) => {
    const outcome = await outcomeOf(answersJson(status, body));
    expect(outcome).toMatchObject({ ok: false, retryable, error: expect.stringContaining(error) as string });
  });

  it('is not made to tell the access token', async () => {
    const outcome = await outcomeOf((response, { headers }) => response.writeHead(500).end(JSON.stringify(headers)));
    expect(JSON.stringify(outcome)).not.toContain('tk_AgQ');
  });
});
