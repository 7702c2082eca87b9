import { createLogger } from '@twotwenty/observability/logger';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ASK_EVERY_MS, LATE_MS, QueueContact } from './queue-contact.js';

const logger = createLogger('test', 'fatal');

describe('QueueContact', () => {
  let asked = 0;
  /** Milliseconds until the queue answers, also told by when it is asked; null when it refuses. */
  let answersInMs: number | null | (() => number) = 1;
  /** As over a line that is cut until then: the question is sent again after 200, 600, 1400 and 3000 ms. */
  const answerAfter = (untilMs: number): void => {
    answersInMs = () => [0, 200, 600, 1400, 3000].find((ms) => nowMs() + ms >= untilMs) ?? 6200;
  };
  let contact: QueueContact;
  const nowMs = (): number => performance.now();
  const askQueue = (): Promise<void> => {
    asked += 1;
    return new Promise((resolve, reject) => {
      if (answersInMs === null) reject(new Error('away'));
      else setTimeout(resolve, typeof answersInMs === 'number' ? answersInMs : answersInMs());
    });
  };
  /** Whether a silence may be why a session failed that lasted for so long and ended now. */
  const explains = (lastMs: number): boolean => contact.explains(nowMs() - lastMs, nowMs());
  const pass = async (ms: number): Promise<void> => void (await vi.advanceTimersByTimeAsync(ms));

  beforeEach(() => {
    vi.useFakeTimers();
    asked = 0;
    answersInMs = 1;
    contact = new QueueContact(askQueue, logger, nowMs);
  });
  afterEach(async () => {
    const stopped = contact.stop();
    await pass(10_000);
    await stopped;
    vi.useRealTimers();
  });

  it('asks twice a second while probes are under way, however many, and never else', async () => {
    await pass(10_000);
    expect(asked).toBe(0);
    contact.enter();
    contact.enter();
    await pass(5000);
    contact.leave();
    expect(asked).toBe(10);
    contact.leave();
    await pass(10_000);
    expect(asked).toBeLessThanOrEqual(11);
    for (let probe = 0; probe < 100; probe += 1) {
      contact.enter();
      await pass(5);
      contact.leave();
      await pass(5);
    }
    expect(asked).toBeLessThanOrEqual(14);
  });

  it.each([
    ['answers late', 1500],
    ['refuses', null],
  ])('remembers that the queue was silent when it %s', async (_what, answer) => {
    contact.enter();
    await pass(2000);
    expect(explains(2000)).toBe(false);
    answersInMs = answer;
    await pass(ASK_EVERY_MS + LATE_MS + 10);
    expect(explains(1)).toBe(true);
    answersInMs = 1;
    // Without a probe it finds the end as well.
    contact.leave();
    await pass(3000);
    expect(explains(1000)).toBe(false);
    expect(explains(3500)).toBe(true);
  });

  it('lets no cut pass that is long enough to lose a packet and the one that follows it after a second', async () => {
    contact.enter();
    await pass(5000);
    for (let offsetMs = 0; offsetMs < ASK_EVERY_MS; offsetMs += 50) {
      await pass(offsetMs);
      const beganMs = nowMs();
      answerAfter(beganMs + 1050);
      await pass(1100);
      expect(contact.explains(beganMs, beganMs + 3000), `${offsetMs}`).toBe(true);
      answersInMs = 1;
      await pass(10_000 - offsetMs);
    }
  });

  it('takes a line that is always slow for one that is', async () => {
    answersInMs = 2 * LATE_MS;
    contact.enter();
    await pass(20_000);
    expect(explains(5000)).toBe(false);
  });

  it('asks once for all who wait, and is done when the answer is late', async () => {
    answersInMs = 10_000;
    let done = 0;
    for (let index = 0; index < 5; index += 1) void contact.ask().then(() => (done += 1));
    await pass(LATE_MS - 1);
    expect([asked, done]).toEqual([1, 0]);
    await pass(2);
    expect([asked, done]).toEqual([1, 5]);
    expect(explains(1)).toBe(true);
  });
});
