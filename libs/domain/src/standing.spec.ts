import { describe, expect, it } from 'vitest';
import { standingsOf, STANDINGS } from './standing.js';
import { HOLDS, STATUSES } from './status.js';

describe('standings', () => {
  it('are all statuses and all holds', () => {
    expect([...STANDINGS].sort()).toEqual([...STATUSES, ...HOLDS].sort());
  });

  it('are asked for one by one or several by one name, each once and worst first', () => {
    expect(standingsOf(['up', 'trouble', 'warn'])).toEqual(['down', 'lost', 'warn', 'up']);
    expect(standingsOf(['held', 'noData'])).toEqual(['maintenance', 'suspended', 'disabled']);
    expect(standingsOf(['noData'])).toEqual([]);
  });
});
