import { describe, expect, it } from 'vitest';
import { addService, addServices, findServices, moveService } from './service-list.js';

describe('addService', () => {
  it('adds at the end, once, and never nothing', () => {
    expect(addService(['a'], ' b ')).toEqual(['a', 'b']);
    expect(addService(['a', 'b'], 'a')).toEqual(['a', 'b']);
    expect(addService(['a'], '  ')).toEqual(['a']);
  });
});

describe('addServices', () => {
  it('keeps the order of what is there and of what comes', () => {
    expect(addServices(['b', 'a'], ['d', 'a', 'c'])).toEqual(['b', 'a', 'd', 'c']);
  });
});

describe('moveService', () => {
  it.each([
    [0, 1, ['b', 'a', 'c']],
    [2, 0, ['c', 'a', 'b']],
    [0, -1, ['a', 'b', 'c']],
    [2, 3, ['a', 'b', 'c']],
  ])('from %i to %i', (from, to, result) => {
    expect(moveService(['a', 'b', 'c'], from, to)).toEqual(result);
  });
});

describe('findServices', () => {
  const postfix = { name: 'postfix.service', description: 'Mail Transport Agent' };
  const ssh = { name: 'ssh.service', description: 'OpenBSD Secure Shell server' };

  it('looks at names and descriptions', () => {
    expect(findServices([postfix, ssh], 'POST')).toEqual([postfix]);
    expect(findServices([postfix, ssh], ' secure ')).toEqual([ssh]);
    expect(findServices([postfix, ssh], '')).toEqual([postfix, ssh]);
  });
});
