import { describe, expect, it } from 'vitest';
import { act, event, madeUp, told } from './made-up.fixture.js';
import { checkNotices, countRepeats } from './notices.js';

const events = [
  event(1, 'alert-raised', { number: 1, failures: 2, incidentId: 'i' }),
  event(2, 'alert-raised', { number: 2, failures: 4, incidentId: 'i' }),
  event(3, 'recovered', { alerts: 2, incidentId: 'i' }),
];
const recovery = told(2, { kind: 'recovery', idempotencyKey: 'key of the recovery', atMs: 3000 });
const all = [told(1), told(2), recovery];

describe('checkNotices', () => {
  it('finds nothing where everything was told once and in order', () => {
    expect(checkNotices(madeUp({ events, told: all }))).toEqual([]);
  });

  it('finds what was never told', () => {
    expect(checkNotices(madeUp({ events, told: all.slice(0, 2) }))).toMatchObject([
      { atMs: 3000, what: 'recovery 2 of incident i was never told' },
    ]);
  });

  it('finds what was never decided', () => {
    expect(checkNotices(madeUp({ events: events.slice(0, 2), told: all }))).toMatchObject([
      { what: 'recovery 2 of incident i was told and never decided' },
    ]);
  });

  it('finds something that was told under two keys', () => {
    const again = told(1, { idempotencyKey: 'another', atMs: 1100 });
    expect(checkNotices(madeUp({ events, told: [told(1), again, told(2), recovery] }))).toMatchObject([
      { what: 'failure 1 of incident i was told 2 times by /webhook, under as many keys' },
    ]);
  });

  it('finds a key that was used for two things', () => {
    const shared = told(2, { idempotencyKey: 'key of 1' });
    const found = checkNotices(madeUp({ events, told: [told(1), shared, recovery], acts: [act(0, 5000)] }));
    expect(found).toMatchObject([{ what: '2 notices have the key key of 1' }]);
  });

  it('finds what came after something later', () => {
    const late = { ...recovery, atMs: 1500 };
    expect(checkNotices(madeUp({ events, told: [told(1), late, told(2)] }))).toMatchObject([
      { what: 'failure 2 of incident i came after a later one' },
    ]);
  });

  it('wants an act between a notice and its repetition', () => {
    const history = madeUp({
      events,
      told: [told(1), told(1, { atMs: 1800 }), told(2), recovery],
      acts: [act(1200, 1300)],
    });
    expect(checkNotices(history)).toEqual([]);
    expect(countRepeats(history)).toBe(1);
    expect(checkNotices({ ...history, acts: [act(1900, 2500)] })).toMatchObject([
      { atMs: 1800, what: 'failure 1 of incident i was repeated, and no act explains it' },
    ]);
  });
});
