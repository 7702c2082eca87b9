import { expect, it } from 'vitest';
import { droppedPacketsLines, figure, mebibytes, table } from './output.js';

it('lines up columns', () => {
  expect(
    table([
      ['name', 'CPU'],
      ['redis', '1.25'],
      ['a longer one', '10'],
    ]),
  ).toBe(['name           CPU', 'redis         1.25', 'a longer one    10'].join('\n'));
});

it('writes numbers for people', () => {
  expect(figure(12_345.678, 1)).toBe('12,345.7');
  expect(figure(null)).toBe('–');
  expect(figure(NaN)).toBe('–');
  expect(mebibytes(3 * 1024 * 1024)).toBe('3.0');
});

it('tells of dropped packets, if there were any', () => {
  expect(droppedPacketsLines(0)).toEqual([]);
  expect(droppedPacketsLines(1234).join(' ')).toMatch(/^ 1,234 packets were dropped by the kernel/);
});
