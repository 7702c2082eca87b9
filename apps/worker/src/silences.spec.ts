import { describe, expect, it } from 'vitest';
import { Silences } from './silences.js';

function silences(...spans: readonly (readonly [number, number?])[]): Silences {
  const known = new Silences();
  for (const [fromMs, untilMs] of spans) {
    known.begin(fromMs);
    if (untilMs !== undefined) known.end(untilMs);
  }
  return known;
}

describe('Silences', () => {
  it.each<[string, Silences, number, number, boolean]>([
    ['nothing without one', silences(), 0, 3000, false],
    ['what began in one that lasts', silences([1000]), 2000, 3000, true],
    ['what failed at once in one that was over soon', silences([1000, 2500]), 1100, 1110, true],
    ['what failed soon after one', silences([1000, 2500]), 900, 3900, true],
    ['nothing that was over before', silences([1000, 2500]), 0, 900, false],
    ['nothing that began after it', silences([1000, 2500]), 2600, 5600, false],
    ['nothing that had time to be sent again', silences([4000, 5000]), 0, 30_000, false],
    ['what had none: the next try came at 31 s', silences([8000, 25_000]), 0, 30_000, true],
    ['nothing that had been tried for long before', silences([20_000, 29_000]), 0, 30_000, false],
    [
      'what was tried for long only with silences in between',
      silences([1000, 9000], [18_000, 29_000]),
      0,
      30_000,
      true,
    ],
    ['what one explains, whatever came after it', silences([100, 1200], [2000, 2600]), 0, 1000, true],
    ['what was heard of between two for too short a time', silences([100, 1200], [2500, 5000]), 0, 5100, true],
  ])('explain %s', (_, known, startedAtMs, endedAtMs, expected) => {
    expect(known.explain(startedAtMs, endedAtMs)).toBe(expected);
  });

  it('are one as long as nothing was heard in between', () => {
    const known = silences([1000], [2000]);
    expect(known.lasts).toBe(true);
    known.end(3000);
    expect(known.lasts).toBe(false);
    expect(known.explain(900, 1500)).toBe(true);
    known.end(9000);
    expect(known.explain(3100, 6100)).toBe(false);
  });
});
