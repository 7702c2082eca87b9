import { describe, expect, it } from 'vitest';
import { formatServed, namedIds } from './served.js';

const none = { monitorIds: [], deviceIds: [], tags: [] };
const monitors = new Map(['1', '2', '3', '4', '5'].map((id) => [id, `MX ${id}`]));
const devices = new Map([['a', 'Rack A']]);

function served(chosen: { monitorIds?: string[]; deviceIds?: string[]; tags?: string[] }): string {
  return formatServed({ assignment: { to: 'chosen', ...none, ...chosen } }, monitors, devices);
}

describe('formatServed', () => {
  it('says so when it serves all, and when it serves none', () => {
    expect(formatServed({ assignment: { to: 'all' } }, monitors, devices)).toBe('All monitors');
    expect(served({})).toBe('No monitor');
  });

  it('names what was chosen, each in its way', () => {
    expect(served({ monitorIds: ['1', '2'], deviceIds: ['a'], tags: ['inbound'] })).toBe(
      'monitors MX 1, MX 2; device Rack A; tag inbound',
    );
  });

  it('counts what there is no room for', () => {
    expect(served({ monitorIds: ['1', '2', '3', '4', '5'] })).toBe('monitors MX 1, MX 2, MX 3 and 2 more');
  });

  it('counts what it knows no name of', () => {
    expect(served({ monitorIds: ['1', 'new'] })).toBe('monitors MX 1 and 1 more');
    expect(served({ deviceIds: ['b'] })).toBe('1 device');
  });
});

describe('namedIds', () => {
  it('are those that are called by their names, each once', () => {
    const first = {
      assignment: { to: 'chosen' as const, ...none, monitorIds: ['1', '2', '3', '4'], deviceIds: ['a'] },
    };
    expect(namedIds([first, first, { assignment: { to: 'all' } }])).toEqual({
      monitorIds: ['1', '2', '3'],
      deviceIds: ['a'],
    });
  });
});
