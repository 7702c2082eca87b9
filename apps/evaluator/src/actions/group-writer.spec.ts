import { describe, expect, it } from 'vitest';
import { GroupWriter } from './group-writer.js';

describe('GroupWriter', () => {
  it('writes the first at once, and together what comes meanwhile', async () => {
    const written: number[][] = [];
    const writer = new GroupWriter<number>((items) => {
      written.push([...items]);
      return Promise.resolve();
    });
    await Promise.all([1, 2, 3].map((item) => writer.add(item)));
    await writer.add(4);
    expect(written).toEqual([[1], [2, 3], [4]]);
  });

  it('tells everybody whose item was not written, and goes on', async () => {
    const writer = new GroupWriter<number>((items) =>
      items.includes(2) ? Promise.reject(new Error('refused')) : Promise.resolve(),
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => writer.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(writer.add(4)).resolves.toBeUndefined();
  });
});
