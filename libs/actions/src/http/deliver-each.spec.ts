import { describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from '../channel.js';
import { deliverEach } from './deliver-each.js';

const done: DeliveryOutcome = { ok: true, response: 'taken' };
const impossible = failed('never', false);
const busy = failed('busy', true);

function failed(error: string, retryable: boolean): DeliveryOutcome {
  return { ok: false, retryable, error, response: null, retryAfterSeconds: null };
}

async function told(...outcomes: readonly DeliveryOutcome[]) {
  let asked = 0;
  const parts = outcomes.map((outcome, index) => ({
    name: `Part ${index + 1}`,
    deliver: () => {
      asked += 1;
      return Promise.resolve(outcome);
    },
  }));
  const outcome = await deliverEach(parts);
  return { asked, error: outcome.ok ? null : outcome.error };
}

describe('deliverEach', () => {
  it.each([
    ['all are done', [done, done], { asked: 2, error: null }],
    ['the only one fails', [impossible], { asked: 1, error: 'never' }],
    ['one can not be done', [done, impossible, done], { asked: 3, error: 'Part 2: never' }],
    ['two can not be done', [impossible, failed('nor', false)], { asked: 2, error: 'Part 1: never' }],
    ['one may pass', [done, busy, done], { asked: 2, error: 'Part 2: busy' }],
    ['the first may pass', [busy, done], { asked: 1, error: 'Part 1: busy' }],
    ['one can not be done and one may pass', [impossible, busy, done], { asked: 2, error: 'Part 2: busy' }],
  ])('when %s', async (_, outcomes, expected) => {
    expect(await told(...outcomes)).toEqual(expected);
  });
});
