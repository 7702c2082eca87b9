import type { OpenWindows } from '@twotwenty/database/repositories/maintenance.open';
import { describe, expect, it } from 'vitest';
import { HoldKeeper } from './hold-keeper.js';

const NONE = { all: false, monitorIds: [], deviceIds: [], tags: [] };

/** A keeper whose windows, clock and findings a test sets; `reviews` counts how often all monitors were read. */
function keeperOf() {
  const given = { signature: '', nowMs: 0, changed: 0, reviews: 0, isAnything: true };
  const holds = {
    isAnythingToKeep: () => Promise.resolve(given.isAnything),
    openWindows: (): Promise<OpenWindows> =>
      Promise.resolve({ now: new Date(0), openFor: { stop: NONE, mute: NONE }, signature: given.signature }),
    endSuspensions: () => Promise.resolve(0),
    alignMaintenance: () => {
      given.reviews += 1;
      return Promise.resolve(given.changed);
    },
  };
  return { given, keeper: new HoldKeeper(holds, () => given.nowMs) };
}

describe('the keeper of holds', () => {
  it('reads all monitors again when other windows are open, and every half minute', async () => {
    const { given, keeper } = keeperOf();
    given.signature = 'a:1';
    await keeper.keep();
    await keeper.keep();
    expect(given.reviews).toBe(1);

    given.signature = 'a:2';
    await keeper.keep();
    await keeper.keep();
    expect(given.reviews).toBe(2);

    given.nowMs += 30_000;
    await keeper.keep();
    expect(given.reviews).toBe(3);
  });

  it('reads them until none is out of line', async () => {
    const { given, keeper } = keeperOf();
    Object.assign(given, { signature: 'a:1', changed: 5 });
    await keeper.keep();
    await keeper.keep();
    given.changed = 0;
    await keeper.keep();
    await keeper.keep();
    expect(given.reviews).toBe(3);
  });

  it('always looks while no window is open, where an index answers, unless there is nothing to keep at all', async () => {
    const { given, keeper } = keeperOf();
    await keeper.keep();
    await keeper.keep();
    expect(given.reviews).toBe(2);
    given.isAnything = false;
    await keeper.keep();
    expect(given.reviews).toBe(2);
  });
});
