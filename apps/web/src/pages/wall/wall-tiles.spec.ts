import { describe, expect, it } from 'vitest';
import { deviceTiles, letterSize, placeTiles, wallGrid, wallModeOf } from './wall-tiles.js';

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

describe('the places of tiles', () => {
  const placesOf = (large: number, small: number, columns: number) =>
    placeTiles(tiles(large, small), columns).map(({ column, row, span }) => [column, row, span]);

  it('are filled line by line, gaps beside large ones by small ones', () => {
    expect(placesOf(1, 4, 3)).toEqual([
      [0, 0, 2],
      [2, 0, 1],
      [2, 1, 1],
      [0, 2, 1],
      [1, 2, 1],
    ]);
  });

  it('are there also where the window has no size yet', () => {
    const { columns } = wallGrid(tiles(1, 1), 0, 0);
    expect(placesOf(1, 1, columns)).toEqual([
      [0, 0, 1],
      [0, 1, 1],
    ]);
  });

  it.each([
    [0, 120],
    [3, 30],
    [24, 96],
    [5, 1],
  ])('of %i large and %i small ones are within the grid, and no two lie on each other', (large, small) => {
    const all = tiles(large, small);
    const { columns, rows } = wallGrid(all, 1920, 980);
    const cells = placeTiles(all, columns).flatMap(({ column, row, span }) =>
      Array.from({ length: span * span }, (_, index) => ({
        column: column + (index % span),
        row: row + Math.floor(index / span),
      })),
    );
    expect(new Set(cells.map(({ column, row }) => `${column},${row}`)).size).toBe(4 * large + small);
    for (const { column, row } of cells) expect(column < columns && row < rows, `${column},${row}`).toBe(true);
  });
});

describe('the letters of a tile', () => {
  it.each([
    [400, 200, 36],
    [400, 60, 12],
    [20, 20, 8],
    [4000, 2000, 80],
  ])('of %i by %i pixels are %i high', (width, height, size) => {
    expect(letterSize(width, height)).toBe(size);
  });
});
