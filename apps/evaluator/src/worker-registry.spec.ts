import type { WorkerBeat } from '@twotwenty/contracts/worker';
import { createLogger } from '@twotwenty/observability/logger';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startWorkerRegistry } from './worker-registry.js';

const AWAY = new Error('the database is away');
const BEAT: WorkerBeat = {
  id: '0198c5e4-0000-7000-8000-000000000000',
  hostname: 'probe1',
  version: '1.2.3',
  startedAt: '2026-01-01T00:00:00.000Z',
  stopping: false,
  sessions: 0,
  maxSessions: 500,
  selfCheck: null,
  health: null,
  suspect: null,
  sequence: 1,
};

/** A registry, and what hands it a beat. */
async function startRegistry(record: () => Promise<void>) {
  let handle: (beat: WorkerBeat) => Promise<void> = () => Promise.reject(new Error('nobody consumes'));
  const queues = {
    dropWaiting: () => Promise.resolve(0),
    consume: (_: unknown, handler: typeof handle) => {
      handle = handler;
      return Promise.resolve({ close: () => Promise.resolve() });
    },
  };
  const registry = await startWorkerRegistry({
    queues: queues as unknown as QueueSystem,
    siteNames: () => Promise.resolve(['default']),
    workers: { record, removeSilent: () => Promise.resolve(0) },
    logger: createLogger('test', 'fatal'),
  });
  return { registry, handle };
}

describe('the registry of workers', () => {
  it('holds back a beat that can not be written down, until it can', async () => {
    let attempts = 0;
    const { registry, handle } = await startRegistry(() => {
      attempts += 1;
      return attempts < 2 ? Promise.reject(AWAY) : Promise.resolve();
    });
    onTestFinished(() => registry.stop());
    await handle(BEAT);
    expect(attempts).toBe(2);
  });

  it('gives it back when it stops', async () => {
    const { registry, handle } = await startRegistry(() => Promise.reject(AWAY));
    const held = expect(handle(BEAT)).rejects.toThrow(AWAY);
    await registry.stop();
    await held;
  });

  it('does not hold back what the database refuses', async () => {
    const refused = Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    let attempts = 0;
    const { registry, handle } = await startRegistry(() => {
      attempts += 1;
      return Promise.reject(refused);
    });
    onTestFinished(() => registry.stop());
    await expect(handle(BEAT)).rejects.toThrow(refused);
    expect(attempts).toBe(1);
  });
});
