import { describe, expect, it } from 'vitest';
import { deviceTiles, wallGrid, wallModeOf } from './wall-tiles.js';

const NONE = { down: 0, lost: 0, warn: 0, uninitialized: 0, up: 0, maintenance: 0, suspended: 0, disabled: 0 };
const tiles = (large: number, small: number) => [
  ...Array.from({ length: large }, () => ({ isLarge: true })),
  ...Array.from({ length: small }, () => ({ isLarge: false })),
];

describe('the wall', () => {
  it.each([
    [{ up: 40 }, 40, 'all'],
    [{ down: 40 }, 40, 'all'],
    [{ up: 50_000 }, 50_000, 'calm'],
    [{ up: 49_990, down: 10 }, 50_000, 'trouble'],
    [{ warn: 101 }, 50_000, 'devices'],
  ] as const)('with %j shows %s', (counts, total, mode) => {
    expect(wallModeOf({ total, counts: { ...NONE, ...counts } })).toBe(mode);
  });

  it('hides nothing that is in trouble beyond its devices', () => {
    const part = { id: 'd1', name: 'Rack', down: 3, lost: 0, warn: 1, since: '2026-01-01T00:00:00.000Z' };
    const shown = deviceTiles([part], { counts: { ...NONE, down: 10, lost: 1, warn: 1 } });
    expect(shown.map(({ name, detail, standing }) => [name, detail, standing])).toEqual([
      ['On other devices', '7 down, 1 lost', 'down'],
      ['Rack', '3 down, 1 warn', 'down'],
    ]);
    expect(deviceTiles([part], { counts: { ...NONE, down: 3, warn: 1 } })).toHaveLength(1);
  });
});

describe('the grid of tiles', () => {
  it.each([
    [0, 1],
    [1, 0],
    [0, 40],
    [3, 30],
    [24, 96],
    [0, 201],
    [5, 1],
  ])('has room for %i large and %i small ones', (large, small) => {
    for (const [width, height] of [
      [1920, 980],
      [360, 600],
    ] as const) {
      const { columns, rows } = wallGrid(tiles(large, small), width, height);
      expect(columns * rows).toBeGreaterThanOrEqual(4 * large + small);
      expect(columns).toBeGreaterThanOrEqual(large > 0 ? 2 : 1);
      // No row more than is needed to hold them.
      expect(Math.floor(columns / 2) * Math.floor(rows / 2)).toBeGreaterThanOrEqual(large);
    }
  });

  it('lays tiles beside each other on a wide screen and below each other on a narrow one', () => {
    expect(wallGrid(tiles(0, 2), 1920, 400).columns).toBe(2);
    expect(wallGrid(tiles(0, 2), 360, 600).columns).toBe(1);
  });

  it('has no size where there is no room', () => {
    expect(wallGrid([], 100, 100)).toEqual({ columns: 1, rows: 1 });
    expect(wallGrid(tiles(0, 3), 0, 0)).toEqual({ columns: 1, rows: 1 });
  });
});
