import { describe, expect, it } from 'vitest';
import { Line } from './line.js';

function drain(line: Line<string>): string {
  let order = '';
  for (let item = line.shift(); item !== undefined; item = line.shift()) order += item;
  return order;
}

describe('Line', () => {
  it('serves in order, also when some leave or go to its end', () => {
    const line = new Line<string>();
    const [a, b, c] = [...'abcde'].map((item) => line.join(item));
    if (a === undefined || b === undefined || c === undefined) throw new Error('five have joined');
    line.moveToEnd(b);
    line.leave(c);
    line.moveToEnd(a);
    expect([line.length, line.first]).toEqual([4, 'd']);
    expect(drain(line)).toBe('deba');
    expect([line.length, line.first]).toEqual([0, undefined]);
  });

  it('can be of one that goes to its own end', () => {
    const line = new Line<string>();
    line.moveToEnd(line.join('a'));
    line.join('b');
    expect(drain(line)).toBe('ab');
  });

  it('is not led to by those who have left, who would keep it alive', () => {
    const line = new Line<string>();
    const places = [...'abc'].map((item) => line.join(item));
    drain(line);
    expect(places).toEqual([...'abc'].map((item) => ({ item, before: null, behind: null })));
  });
});
