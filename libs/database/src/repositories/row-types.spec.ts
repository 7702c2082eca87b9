import pg from 'pg';
import { expect, test } from 'vitest';
import { readTime } from './row-types.js';

const parse = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => unknown;

test.each([
  '2026-01-02 03:04:05+00',
  '2026-01-02 03:04:05.6+00',
  '2026-01-02 03:04:05.678999+00',
  '0999-12-31 23:59:59.999999+00',
  '2026-01-02 05:34:05.678901+02:30',
  '2026-01-02 03:04:05-08',
  '10026-01-02 03:04:05+00',
  '0044-03-15 12:00:00+00 BC',
  'infinity',
  '-infinity',
])('%s is the time that pg takes it for', (text) => {
  expect(readTime(text)).toEqual(parse(text));
});
