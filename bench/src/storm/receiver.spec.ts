import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Receiver } from './receiver.js';

const BODY = { kind: 'failure', incidents: [{ 'incident-id': 'i', alert: '2', monitor: 'm' }] };

describe('Receiver', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await Receiver.start();
  });
  afterEach(() => receiver.stop());

  async function send(body: object, signal?: AbortSignal): Promise<number> {
    const { status } = await fetch(receiver.urlOf(1), {
      method: 'POST',
      headers: { 'Idempotency-Key': 'k' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    return status;
  }

  it('writes down who told what, and whether it was taken', async () => {
    expect(await send(BODY)).toBe(204);
    await receiver.become('503');
    expect(await send(BODY)).toBe(503);
    const told = { incident: 'i', kind: 'failure', number: 2, action: 1, key: 'k' };
    expect(receiver.received).toMatchObject([
      { ...told, accepted: true },
      { ...told, accepted: false },
    ]);
  });

  it('refuses connections, and is there again on the same port', async () => {
    await receiver.become('refuse');
    await expect(send(BODY)).rejects.toThrow();
    await receiver.become('up');
    expect(await send(BODY)).toBe(204);
  });

  it('leaves a request without an answer when it hangs', async () => {
    await receiver.become('hang');
    await expect(send(BODY, AbortSignal.timeout(100))).rejects.toThrow(/abort|time/i);
    expect(receiver.received).toMatchObject([{ accepted: false }]);
  });

  it('turns away what is no notice', async () => {
    expect(await send({ kind: 'failure' })).toBe(400);
    expect(receiver.received).toEqual([]);
  });
});
