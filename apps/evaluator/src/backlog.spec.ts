import { describe, expect, it } from 'vitest';
import { Backlog } from './backlog.js';

type Counts = (queue: { readonly name: string }) => Promise<Record<string, number>>;

function backlogOf(counts: Counts, nowMs: () => number): Backlog {
  return new Backlog({ counts }, () => ['berlin', 'paris'], nowMs);
}

describe('Backlog', () => {
  it('goes before the leases while results wait or are to be tried again, for at most a minute', async () => {
    let now = 1000;
    let counts: Record<string, number> = { waiting: 0, delayed: 3, active: 0 };
    const backlog = backlogOf(
      () => Promise.resolve(counts),
      () => now,
    );
    expect(await backlog.goesFirst()).toBe(true);
    now += 59_000;
    expect(await backlog.goesFirst()).toBe(true);
    now += 1000;
    expect(await backlog.goesFirst()).toBe(false);
    expect(backlog.isKnown).toBe(true);
    counts = { waiting: 0, delayed: 0, active: 4 };
    expect(await backlog.goesFirst()).toBe(false);
    expect(backlog.isKnown).toBe(false);
    counts = { waiting: 1, delayed: 0, active: 0 };
    expect(await backlog.goesFirst()).toBe(true);
  });

  it('looks at every site, also when the queue of one is in trouble', async () => {
    const backlog = backlogOf(
      ({ name }) =>
        name === 'results.berlin' ? Promise.reject(new Error('in trouble')) : Promise.resolve({ waiting: 1 }),
      Date.now,
    );
    expect(await backlog.goesFirst()).toBe(true);
  });

  it('does not hold the leases up when the queue is away', async () => {
    const backlog = backlogOf(() => Promise.reject(new Error('away')), Date.now);
    expect(await backlog.goesFirst()).toBe(false);
  });
});
