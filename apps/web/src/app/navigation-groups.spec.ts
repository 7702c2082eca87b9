import { describe, expect, it } from 'vitest';
import { isCovered, NAVIGATION_GROUPS } from './navigation-groups.js';

const pages = NAVIGATION_GROUPS.flatMap((group) => group.pages);

describe('NAVIGATION_GROUPS', () => {
  it('names no page twice', () => {
    expect(new Set(pages.map(({ to }) => to)).size).toBe(pages.length);
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
  });
});

describe('isCovered', () => {
  it.each([
    ['/monitors/1', ['Overview']],
    ['/monitors/new', ['Overview']],
    ['/wall', ['Overview']],
    ['/', []],
    ['/devices/1', []],
    ['/alerts', []],
  ])('%s belongs to %j', (pathname, names) => {
    expect(pages.filter((page) => isCovered(page, pathname)).map(({ name }) => name)).toEqual(names);
  });
});
