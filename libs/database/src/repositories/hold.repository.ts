import { MAX_SUSPENSION_SECONDS, type SuspensionInput } from '@twotwenty/contracts/hold';
import type { DataSource, EntityManager } from 'typeorm';
import {
  FIND_ENDED_SUSPENSIONS,
  FIND_LEFT_IN_MAINTENANCE,
  FIND_OTHER_MAINTENANCE,
  IS_ANYTHING_TO_KEEP,
  LOCK_DEVICE_MONITORS,
  LOCK_KEYS,
  LOCK_MONITOR,
  LOCK_TAGGED_MONITORS,
} from './hold.sql.js';
import { readOpenWindows, type OpenWindows } from './maintenance.open.js';
import { alignHolds, windowParameters } from './monitor.hold.js';
import { queryPrepared } from './prepared.js';
import { StorageError } from './storage-error.js';

/** Whose monitors are suspended; a tag may be of the monitor or of its device. */
export type SuspensionTarget =
  { readonly monitorId: string } | { readonly deviceId: string } | { readonly tag: string };

/** What a suspension or its end came to. */
export interface SuspensionOutcome {
  /** Null when they are not suspended any more. */
  readonly until: Date | null;
  readonly monitors: number;
}

interface KeyRow {
  readonly monitorKey: number;
}

/** Locks of states that are held at once. */
const BATCH = 1000;
/** Monitors that one search finds: the next search finds the rest. */
const FOUND_AT_ONCE = 50_000;

/** Holds that begin and end by the clock or by people. Any number of processes may use it side by side. */
export class HoldRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether there is anything to do for what follows; one statement that changes nothing, as it is asked all the time. */
  async isAnythingToKeep(): Promise<boolean> {
    const [row] = await queryPrepared<{ isAnything: boolean }>(this.dataSource.manager, IS_ANYTHING_TO_KEEP, []);
    return row?.isAnything ?? true;
  }

  /** The windows that are open now. */
  async openWindows(): Promise<OpenWindows> {
    return readOpenWindows(this.dataSource.manager);
  }

  /** Ends the suspensions that are over. @returns how many monitors changed */
  async endSuspensions(now: Date): Promise<number> {
    return this.alignFound(FIND_ENDED_SUSPENSIONS, [now, FOUND_AT_ONCE]);
  }

  /**
   * Puts monitors under maintenance or releases them, as the open windows ask. Reads all monitors while a window is open.
   * @returns how many monitors changed; 0 when all are as they should be
   */
  async alignMaintenance(windows: OpenWindows): Promise<number> {
    if (windows.signature === '') return this.alignFound(FIND_LEFT_IN_MAINTENANCE, [FOUND_AT_ONCE]);
    return this.alignFound(FIND_OTHER_MAINTENANCE, [FOUND_AT_ONCE, ...windowParameters(windows)]);
  }

  /**
   * Suspends monitors, or suspends them to another moment.
   * @throws StorageError `not-found`; `invalid` when the end is not ahead
   */
  async suspend(target: SuspensionTarget, input: SuspensionInput): Promise<SuspensionOutcome> {
    return this.setSuspension(target, (now) => endOfSuspension(input, now, 'until'));
  }

  /** Ends a suspension, if there is one. @throws StorageError `not-found` */
  async resume(target: SuspensionTarget): Promise<SuspensionOutcome> {
    return this.setSuspension(target, () => null);
  }

  private async setSuspension(
    target: SuspensionTarget,
    untilOf: (now: Date) => Date | null,
  ): Promise<SuspensionOutcome> {
    return this.dataSource.transaction(async (manager) => {
      const keys = await lockTarget(manager, target);
      const [clock] = await manager.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
      const until = untilOf(clock?.now ?? new Date());
      await manager.query('UPDATE monitor_state SET suspended_until = $2 WHERE monitor_key = ANY($1::int[])', [
        keys,
        until,
      ]);
      await alignHolds(manager, keys);
      return { until, monitors: keys.length };
    });
  }

  /** Finds without locks, then decides under the locks of a batch: what was found may have changed meanwhile. */
  private async alignFound(search: string, parameters: readonly unknown[]): Promise<number> {
    const rows = await queryPrepared<KeyRow>(this.dataSource.manager, search, parameters);
    const found = rows.map((row) => row.monitorKey);
    let changed = 0;
    for (let start = 0; start < found.length; start += BATCH) {
      changed += await this.dataSource.transaction(async (manager) => {
        const locked = await manager.query<KeyRow[]>(LOCK_KEYS, [found.slice(start, start + BATCH)]);
        return alignHolds(
          manager,
          locked.map((row) => row.monitorKey),
        );
      });
    }
    return changed;
  }
}

async function lockTarget(manager: EntityManager, target: SuspensionTarget): Promise<number[]> {
  if ('monitorId' in target) {
    const rows = await manager.query<KeyRow[]>(LOCK_MONITOR, [target.monitorId]);
    if (rows.length === 0) throw new StorageError('not-found', 'There is no such monitor.');
    return rows.map((row) => row.monitorKey);
  }
  if ('tag' in target) {
    const rows = await manager.query<KeyRow[]>(LOCK_TAGGED_MONITORS, [target.tag]);
    if (rows.length === 0) throw new StorageError('not-found', 'There is no monitor with that tag.');
    return rows.map((row) => row.monitorKey);
  }
  const devices = await manager.query<unknown[]>('SELECT 1 FROM device WHERE id = $1', [target.deviceId]);
  if (devices.length === 0) throw new StorageError('not-found', 'There is no such device.');
  return (await manager.query<KeyRow[]>(LOCK_DEVICE_MONITORS, [target.deviceId])).map((row) => row.monitorKey);
}

/**
 * When a suspension ends. @param field where its end stands in what the client sent
 * @throws StorageError `invalid` when it is not ahead, or too far
 */
export function endOfSuspension({ until, forSeconds }: SuspensionInput, now: Date, field: string): Date {
  if (until === undefined) return new Date(now.getTime() + (forSeconds ?? 0) * 1000);
  const end = new Date(until);
  const latest = new Date(now.getTime() + MAX_SUSPENSION_SECONDS * 1000);
  if (end <= now) throw refusedEnd(field, `must be in the future: it is ${now.toISOString()} now`);
  if (end > latest) {
    throw refusedEnd(field, `must not be after ${latest.toISOString()}: disable what is to rest for longer`);
  }
  return end;
}

function refusedEnd(field: string, message: string): StorageError {
  return new StorageError('invalid', 'The end of the suspension is not right.', [{ field, message }]);
}
