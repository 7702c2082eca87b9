import { toDomainWindow, type MaintenanceInput } from '@twotwenty/contracts/maintenance';
import { isOpen, type MaintenanceWindow } from '@twotwenty/domain/alerting/maintenance';
import type { MaintenanceMode } from '@twotwenty/domain/holds';
import type { EntityManager } from 'typeorm';
import { queryPrepared } from './prepared.js';

/** The monitors that open windows are for, those of all windows together. */
export interface OpenFor {
  readonly all: boolean;
  readonly monitorIds: readonly string[];
  readonly deviceIds: readonly string[];
  readonly tags: readonly string[];
}

/** The windows that are open, as SQL takes them. */
export interface OpenWindows {
  /** By the database's clock. */
  readonly now: Date;
  readonly openFor: Readonly<Record<MaintenanceMode, OpenFor>>;
  /** Two of the same signature have the same windows open. */
  readonly signature: string;
}

interface StoredWindow {
  readonly id: string;
  readonly version: number;
  readonly mode: MaintenanceMode;
  readonly schedule: MaintenanceInput['window'];
  readonly assignment: MaintenanceInput['assignment'];
}

// Not `jsonb_agg`, which took 4 s for one window that names 10,000 monitors; this takes milliseconds.
function selectWindows(lock: '' | 'FOR SHARE'): string {
  return `
    SELECT clock_timestamp() AS now, (
      SELECT coalesce(json_agg(stored ORDER BY stored.id), '[]')
      FROM (SELECT id, version, mode, schedule, assignment FROM maintenance_window WHERE enabled ${lock}) stored
    ) AS windows`;
}

const SELECT_WINDOWS = selectWindows('');
const LOCK_WINDOWS = selectWindows('FOR SHARE');

/** The windows that are open now. */
export async function readOpenWindows(manager: EntityManager): Promise<OpenWindows> {
  return openOf(manager, SELECT_WINDOWS);
}

/** The same; until the end of the transaction no window is changed or removed, so that what is decided stays right. */
export async function lockOpenWindows(manager: EntityManager): Promise<OpenWindows> {
  return openOf(manager, LOCK_WINDOWS);
}

async function openOf(manager: EntityManager, statement: string): Promise<OpenWindows> {
  const [row] = await queryPrepared<{ now: Date; windows: StoredWindow[] }>(manager, statement, []);
  if (row === undefined) throw new Error('the database told no time');
  const open = row.windows.filter((stored) => isOpen(prepared(stored), row.now));
  return {
    now: row.now,
    openFor: { stop: joined(open, 'stop'), mute: joined(open, 'mute') },
    signature: open.map(({ id, version }) => `${id}:${version}`).join(' '),
  };
}

function joined(open: readonly StoredWindow[], mode: MaintenanceMode): OpenFor {
  const assignments = open.filter((stored) => stored.mode === mode).map(({ assignment }) => assignment);
  const chosen = assignments.filter((assignment) => assignment.to === 'chosen');
  return {
    all: assignments.some(({ to }) => to === 'all'),
    monitorIds: [...new Set(chosen.flatMap(({ monitorIds }) => monitorIds))],
    deviceIds: [...new Set(chosen.flatMap(({ deviceIds }) => deviceIds))],
    tags: [...new Set(chosen.flatMap(({ tags }) => tags))],
  };
}

const MAX_PREPARED = 10_000;
const preparedWindows = new Map<string, MaintenanceWindow>();

/** A recurring window is prepared once for each object, which takes longer than to ask it. */
function prepared({ id, version, schedule }: StoredWindow): MaintenanceWindow {
  const name = `${id}:${version}`;
  const known = preparedWindows.get(name);
  if (known !== undefined) return known;
  if (preparedWindows.size >= MAX_PREPARED) preparedWindows.clear();
  const window = toDomainWindow(schedule);
  preparedWindows.set(name, window);
  return window;
}
