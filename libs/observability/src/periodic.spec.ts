import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.js';
import { repeat } from './periodic.js';

const logger = createLogger('test', 'fatal');

/** A loop whose rounds are counted, and whether `rounds` have begun can be waited for. */
function counted(round: (number: number) => Promise<number> | number) {
  let begun = 0;
  const waiting = new Map<number, () => void>();
  const loop = repeat(logger, 'counting', async () => {
    begun += 1;
    waiting.get(begun)?.();
    return round(begun);
  });
  const reach = (rounds: number): Promise<void> =>
    begun >= rounds ? Promise.resolve() : new Promise((resolve) => waiting.set(rounds, resolve));
  return { loop, reach, begun: () => begun };
}

describe('repeat', () => {
  it('goes on after each pause', async () => {
    const { loop, reach } = counted(() => 1);
    await reach(3);
    await loop.stop();
  });

  it('waits until it is woken where there is no end to the pause', async () => {
    const { loop, reach, begun } = counted(() => Infinity);
    await reach(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(begun()).toBe(1);
    loop.wake();
    await reach(2);
    await loop.stop();
    expect(begun()).toBe(2);
  });

  it('has a round after the one in which it was woken', async () => {
    let loop: ReturnType<typeof repeat> | null = null;
    const rounds = counted((number) => {
      if (number === 1) loop?.wake();
      return Infinity;
    });
    loop = rounds.loop;
    rounds.loop.wake();
    await rounds.reach(2);
    await rounds.loop.stop();
  });

  it('keeps the pause after an error although it is woken', async () => {
    const { loop, reach, begun } = counted(() => Promise.reject(new Error('away')));
    await reach(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    loop.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(begun()).toBe(1);
    await reach(2);
    await loop.stop();
  });

  it('stops in a pause at once, and after the round under way', async () => {
    const { loop, reach } = counted(() => Infinity);
    await reach(1);
    await loop.stop();
    let ended = false;
    const other = counted(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended = true;
      return 0;
    });
    await other.reach(1);
    await other.loop.stop();
    expect(ended).toBe(true);
  });
});
