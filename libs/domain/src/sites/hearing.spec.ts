import { describe, expect, it } from 'vitest';
import { heardLongEnough, hearOn, type Hearing } from './hearing.js';

const start = new Date('2026-03-02T12:00:00Z');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const heardAt = (...seconds: number[]): Hearing | null =>
  seconds.reduce<Hearing | null>((hearing, second) => hearOn(hearing, after(second)), null);

describe('hearing', () => {
  it.each<[string, number[], boolean]>([
    ['nothing was heard', [], false],
    ['it has just begun', [0], false],
    ['less than a lease has passed', [0, 20, 40, 59], false],
    ['a lease has passed without a gap', [0, 20, 40, 60], true],
    ['there was a gap', [0, 20, 41, 60, 80], false],
    ['a lease has passed since the gap', [0, 20, 41, 60, 80, 100, 101], true],
    ['the clock was set back', [0, 20, 10, 30, 50, 60], false],
    ['the same moment comes twice', [0, 20, 20, 40, 60], true],
  ])('when %s', (_, seconds, enough) => {
    expect(heardLongEnough(heardAt(...seconds))).toBe(enough);
  });
});
