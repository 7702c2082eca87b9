import type { ProbeReport } from '@twotwenty/contracts/jobs';
import { createLogger } from '@twotwenty/observability/logger';
import { describe, expect, it } from 'vitest';
import { ReportSender } from './report-sender.js';

const logger = createLogger('test', 'fatal');

function report(monitor: number): ProbeReport {
  return {
    monitor,
    test: 1,
    passed: true,
    suspect: false,
    failure: null,
    replyCode: 220,
    timings: { dnsMs: null, connectMs: 1, greetingMs: 1, ehloMs: null, tlsMs: null, quitMs: 1, totalMs: 3 },
    tls: null,
    latenessMs: 1,
    detail: null,
  };
}

interface Message {
  readonly reports: readonly ProbeReport[];
}

function fakeQueue(failures = 0) {
  const messages: Message[] = [];
  const queueNames = new Set<string>();
  let left = failures;
  const send = (queue: { readonly name: string }, batch: readonly unknown[]): Promise<void> => {
    queueNames.add(queue.name);
    if (left > 0) {
      left -= 1;
      return Promise.reject(new Error('the queue is away'));
    }
    messages.push(...(batch as Message[]));
    return Promise.resolve();
  };
  return { messages, queueNames, queues: { send } };
}

describe('ReportSender', () => {
  it('sends many reports in few messages of at most 1000 and of one size, and tells when they have left', async () => {
    const { messages, queueNames, queues } = fakeQueue();
    const sender = new ReportSender(queues, 'paris', logger);
    await Promise.all(Array.from({ length: 2400 }, (_, index) => sender.add(report(index + 1), 0)));
    await sender.stop();
    expect(messages.map(({ reports }) => reports.length)).toEqual([800, 800, 800]);
    expect([...queueNames]).toEqual(['results.paris']);
  });

  it('keeps reports in their order while the queue is away', async () => {
    const { messages, queues } = fakeQueue(2);
    const sender = new ReportSender(queues, 'paris', logger);
    const first = sender.add(report(1), 0);
    const second = sender.add(report(2), 0);
    await Promise.all([first, second]);
    await sender.stop();
    expect(messages.flatMap(({ reports }) => reports.map(({ monitor }) => monitor))).toEqual([1, 2]);
  });

  it('lets reports wait for others as long as they may, until one with news takes them along', async () => {
    const { messages, queues } = fakeQueue();
    const sender = new ReportSender(queues, 'paris', logger);
    const began = performance.now();
    const first = sender.add(report(1), 10_000);
    await Promise.all([sender.add(report(2), 200), first]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(195);
    const waiting = sender.add(report(3), 10_000);
    await Promise.all([waiting, sender.add(report(4), 0)]);
    await sender.stop();
    expect(messages.map(({ reports }) => reports.map(({ monitor }) => monitor))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('lets no more wait than make a message worth while', async () => {
    const { messages, queues } = fakeQueue();
    const sender = new ReportSender(queues, 'paris', logger);
    await Promise.all(Array.from({ length: 800 }, (_, index) => sender.add(report(index + 1), 60_000)));
    await sender.stop();
    expect(messages.map(({ reports }) => reports.length)).toEqual([800]);
  });

  it('leaves for its turn what comes while a message is under way', async () => {
    const { messages, queues } = fakeQueue();
    let later: Promise<void> | undefined;
    const slow = {
      send: async (queue: { readonly name: string }, batch: readonly unknown[]): Promise<void> => {
        later ??= sender.add(report(2), 100);
        await queues.send(queue, batch);
      },
    };
    const sender = new ReportSender(slow, 'paris', logger);
    await sender.add(report(1), 0);
    expect(messages).toHaveLength(1);
    await later;
    await sender.stop();
    expect(messages.map(({ reports }) => reports.map(({ monitor }) => monitor))).toEqual([[1], [2]]);
  });

  it('sends what is left when it stops', async () => {
    const { messages, queues } = fakeQueue();
    const sender = new ReportSender(queues, 'paris', logger);
    const sent = sender.add(report(1), 0);
    await sender.stop();
    await sent;
    expect(messages).toHaveLength(1);
  });
});
