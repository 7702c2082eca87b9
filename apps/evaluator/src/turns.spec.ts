import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

describe('Turns', () => {
  it('lets so many run at once, and the others in the order in which they came', async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const works = [0, 1, 2, 3].map((index) =>
      turns.take(() => {
        begun.push(index);
        return new Promise<number>((resolve) => (ends[index] = () => resolve(index)));
      }),
    );
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    expect(await works[1]).toBe(1);
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    await works[0];
    expect(begun).toEqual([0, 1, 2, 3]);
    ends[2]?.();
    ends[3]?.();
    expect(await Promise.all(works)).toEqual([0, 1, 2, 3]);
  });

  it('gives the turn on when the work fails', async () => {
    const turns = new Turns(1);
    const failing = turns.take(() => Promise.reject(new Error('the database is away')));
    const next = turns.take(() => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('the database is away');
    expect(await next).toBe('done');
  });
});
