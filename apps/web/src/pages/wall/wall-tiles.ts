import type { Monitor } from '@twotwenty/contracts/monitor';
import type { MonitorSummary, SummaryPart } from '@twotwenty/contracts/monitor-list';
import { standingOf, type Standing } from '../../status/standing.js';
import { formatNumber } from '../../numbers/format-number.js';

/** Up to so many monitors each has a tile of its own, whatever its state. */
export const ALL_SHOWN = 120;
/** Up to so many in trouble each has a tile; beyond that their devices have. */
export const TROUBLE_SHOWN = 100;
/** Devices that have a tile: more could not be read from across the room. */
const DEVICES_SHOWN = 47;
/** Larger tiles for what is wrong, as long as they are few. */
const LARGE_UP_TO = 24;

/** What one tile says. */
export interface Tile {
  readonly id: string;
  readonly name: string;
  /** A second line: the device, or counts. */
  readonly detail: string;
  readonly standing: Standing;
  /** ISO 8601; null where no moment is meant. */
  readonly since: string | null;
  readonly isLarge: boolean;
  /** A page about it. */
  readonly link: { readonly monitorId: string } | { readonly deviceId: string } | null;
}

/** What the wall shows. */
export type WallMode = 'all' | 'trouble' | 'devices' | 'calm';

/** What there is room for. */
export function wallModeOf({ total, counts }: Pick<MonitorSummary, 'total' | 'counts'>): WallMode {
  const trouble = counts.down + counts.lost + counts.warn;
  if (total <= ALL_SHOWN) return 'all';
  if (trouble === 0) return 'calm';
  return trouble <= TROUBLE_SHOWN ? 'trouble' : 'devices';
}

const TROUBLED: ReadonlySet<Standing> = new Set(['down', 'lost', 'warn']);

/** A tile a monitor, in their order. */
export function monitorTiles(monitors: readonly Monitor[]): Tile[] {
  const troubled = monitors.filter(({ state }) => TROUBLED.has(standingOf(state))).length;
  return monitors.map(({ id, name, deviceName, state }) => {
    const standing = standingOf(state);
    return {
      id,
      name,
      detail: state.noData ? `${deviceName} · no data` : deviceName,
      standing,
      since: state.since,
      isLarge: TROUBLED.has(standing) && troubled <= LARGE_UP_TO,
      link: { monitorId: id },
    };
  });
}

/** A tile for each of the devices with most trouble, after a large one for all that is in trouble elsewhere. */
export function deviceTiles(worst: readonly SummaryPart[], { counts }: Pick<MonitorSummary, 'counts'>): Tile[] {
  const parts = worst.slice(0, DEVICES_SHOWN);
  const tiles = parts.map(({ id, name, down, lost, warn, since }): Tile => ({
    id,
    name,
    detail: countWords({ down, lost, warn }),
    standing: down > 0 ? 'down' : lost > 0 ? 'lost' : 'warn',
    since,
    isLarge: false,
    link: { deviceId: id },
  }));
  const sum = (key: 'down' | 'lost' | 'warn'): number => parts.reduce((count, part) => count + part[key], 0);
  const rest = {
    down: Math.max(counts.down - sum('down'), 0),
    lost: Math.max(counts.lost - sum('lost'), 0),
    warn: Math.max(counts.warn - sum('warn'), 0),
  };
  if (rest.down + rest.lost + rest.warn === 0) return tiles;
  const standing = rest.down > 0 ? 'down' : rest.lost > 0 ? 'lost' : 'warn';
  const other: Tile = {
    id: 'rest',
    name: 'On other devices',
    detail: countWords(rest),
    standing,
    since: null,
    isLarge: true,
    link: null,
  };
  return [other, ...tiles];
}

function countWords(counts: { readonly down: number; readonly lost: number; readonly warn: number }): string {
  return (['down', 'lost', 'warn'] as const)
    .filter((standing) => counts[standing] > 0)
    .map((standing) => `${formatNumber(counts[standing])} ${standing}`)
    .join(', ');
}

/** Columns and rows of the grid. */
export interface WallGrid {
  readonly columns: number;
  readonly rows: number;
}

/** How wide a tile is for its height, at best. */
const BEST_RATIO = 2.2;

/**
 * The grid whose tiles are largest and shaped best. A large tile takes two by two places.
 * @param width of the place for tiles, in any unit
 * @param height in the same unit
 */
export function wallGrid(tiles: readonly Pick<Tile, 'isLarge'>[], width: number, height: number): WallGrid {
  const large = tiles.filter(({ isLarge }) => isLarge).length;
  const small = tiles.length - large;
  if (tiles.length === 0 || width <= 0 || height <= 0) return { columns: 1, rows: 1 };
  const fewest = large > 0 ? 2 : 1;
  let best: { grid: WallGrid; size: number } | null = null;
  for (let columns = fewest; columns <= Math.max(fewest, 2 * large + small); columns += 1) {
    const rows = rowsFor(large, small, columns);
    const ratio = width / columns / (height / rows);
    // What counts is how large a tile of the best shape fits in.
    const size = Math.min(width / columns, (height / rows) * BEST_RATIO) / (ratio > 4 * BEST_RATIO ? 2 : 1);
    if (best === null || size > best.size) best = { grid: { columns, rows }, size };
  }
  return best?.grid ?? { columns: 1, rows: 1 };
}

/** A tile in the grid, whose columns and rows are counted from 0. */
export interface PlacedTile<T> {
  readonly tile: T;
  readonly column: number;
  readonly row: number;
  /** How many columns it takes, and how many rows. */
  readonly span: number;
}

/** A large tile takes two by two places. */
const LARGE_SPAN = 2;

/** Puts each tile in the first place that is free, line by line. A grid of one column has room for small tiles alone. */
export function placeTiles<T extends Pick<Tile, 'isLarge'>>(tiles: readonly T[], columns: number): PlacedTile<T>[] {
  const taken = new Set<number>();
  return tiles.map((tile) => {
    const span = tile.isLarge ? Math.min(LARGE_SPAN, columns) : 1;
    let at = 0;
    while (at % columns > columns - span || cellsOf(at, span, columns).some((cell) => taken.has(cell))) at += 1;
    for (const cell of cellsOf(at, span, columns)) taken.add(cell);
    return { tile, column: at % columns, row: Math.floor(at / columns), span };
  });
}

/** The cells of a tile, counted line by line. @param first at its top left */
function cellsOf(first: number, span: number, columns: number): number[] {
  if (span === 1) return [first];
  return [first, first + 1, first + columns, first + columns + 1];
}

/** Letters of a tile, in pixels. */
const SMALLEST_PX = 8;
const LARGEST_PX = 80;

/** How large the letters of a tile are, in pixels, so that they can be read from as far as can be. @param width and height of the tile in pixels */
export function letterSize(width: number, height: number): number {
  return Math.max(SMALLEST_PX, Math.min(0.09 * width, 0.2 * height, LARGEST_PX));
}

/** Rows that are needed: large tiles come first, side by side; small ones fill the gaps behind them. */
function rowsFor(large: number, small: number, columns: number): number {
  const perLine = Math.floor(columns / 2);
  const largeRows = large === 0 ? 0 : 2 * Math.ceil(large / perLine);
  const free = largeRows * columns - 4 * large;
  return Math.max(1, largeRows + Math.ceil(Math.max(0, small - free) / columns));
}
