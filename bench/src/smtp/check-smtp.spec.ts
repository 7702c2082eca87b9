import { expect, it } from 'vitest';
import { parseLane } from './check-smtp.js';

const STAT = '4711 (sh) R 8123 22358 22358 0 -1 4194560 5521 17 0 0 120 45 30 12 20 0 1 0 271144 225484800 6105';

it('takes the time of a lane and of its ended children', () => {
  expect(parseLane(`3 ${STAT}\n`)).toEqual({ failed: 3, cpuMs: 2070 });
});

it('finds it after what the shell had to say', () => {
  expect(parseLane(`lane: 3: /none/check_smtp: not found\n1000 ${STAT}\n`)).toEqual({
    failed: 1000,
    cpuMs: 2070,
  });
});

it('refuses the output of a lane that did not get to its end', () => {
  expect(() => parseLane('')).toThrow(/could not be counted/);
  expect(() => parseLane('lane: 6: cannot open /proc\n0 \n')).toThrow(/could not be counted/);
});
