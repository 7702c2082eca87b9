import { describe, expect, it } from 'vitest';
import {
  ariaSort,
  isFiltered,
  listQuery,
  monitorsSearchSchema,
  sortedBy,
  statusesOf,
  toggleStatus,
} from './list-search.js';

const parse = (search: object) => monitorsSearchSchema.parse(search);

describe('the address of the list', () => {
  it('keeps what exists and leaves out what does not', () => {
    expect(
      parse({ status: 'lost,broken,down', q: ' mx ', sort: 'colour', deviceId: 'x', tag: 'a b', site: 'Paris!' }),
    ).toEqual({
      status: 'down,lost',
      q: 'mx',
    });
    expect(parse({ status: 'broken' })).toEqual({});
  });

  it('takes texts that look like numbers', () => {
    expect(parse({ q: 220, tag: 7 })).toEqual({ q: '220', tag: '7' });
  });

  it('asks for the worst first unless told otherwise', () => {
    expect(listQuery({})).toMatchObject({ sort: 'trouble', order: 'asc' });
    expect(listQuery({ sort: 'since' })).toMatchObject({ sort: 'since', order: 'desc' });
    expect(listQuery({ sort: 'since', order: 'asc' })).toMatchObject({ order: 'asc' });
  });
});

describe('filters by standing', () => {
  it('are added and taken away, in a fixed order', () => {
    const lost = toggleStatus({ q: 'mx' }, 'lost');
    const both = toggleStatus(lost, 'down');
    expect(both).toEqual({ q: 'mx', status: 'down,lost' });
    expect(statusesOf(both)).toEqual(['down', 'lost']);
    expect(toggleStatus(toggleStatus(both, 'down'), 'lost')).toEqual({ q: 'mx', status: undefined });
  });

  it('are told from an address that shows everything', () => {
    expect(isFiltered({ sort: 'name' })).toBe(false);
    expect(isFiltered({ tag: 'mail' })).toBe(true);
    expect(isFiltered({ status: 'up' })).toBe(true);
  });
});

describe('sorting by a column', () => {
  it('begins with what says most, and turns around', () => {
    const once = sortedBy({}, 'since');
    expect(once).toEqual({ sort: 'since', order: undefined });
    expect(ariaSort(once, ['since'])).toBe('descending');
    const twice = sortedBy(once, 'since');
    expect(twice).toEqual({ sort: 'since', order: 'asc' });
    expect(ariaSort(twice, ['since'])).toBe('ascending');
    expect(sortedBy(twice, 'trouble')).toEqual({ sort: undefined, order: undefined });
    expect(ariaSort({}, ['trouble'])).toBe('descending');
    expect(ariaSort({}, ['name'])).toBeUndefined();
  });
});
