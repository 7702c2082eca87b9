import type { MonitorInput } from '@twotwenty/contracts/monitor';
import { changeHold } from '@twotwenty/domain/decide';
import { firstDueAt } from '@twotwenty/domain/due';
import type { Decision, Effect } from '@twotwenty/domain/effects';
import { effectiveHold, type HoldReasons, type MaintenanceMode } from '@twotwenty/domain/holds';
import type { EntityManager } from 'typeorm';
import {
  INSERT_HOLD_EVENTS,
  INTERRUPT_INCIDENTS,
  LOCK_DEVICE_MONITORS,
  SELECT_HOLDS,
  UPDATE_HOLDS,
} from './hold.sql.js';
import { lockOpenWindows, type OpenFor, type OpenWindows } from './maintenance.open.js';
import { toMonitorState, type DecisionColumns } from './monitor-state.mapper.js';
import { runOverRows } from './rows.js';

type HoldRow = DecisionColumns &
  HoldReasons &
  Pick<MonitorInput, 'timing' | 'notification'> & {
    readonly monitorKey: number;
    /** What of maintenance was stored so far. */
    readonly knownMaintenance: MaintenanceMode | null;
  };

interface HoldChange {
  readonly row: HoldRow;
  readonly decision: Decision;
  readonly dueAt: Date;
}

/**
 * Gives monitors the hold that they should have now by `enabled`, their suspension and the windows that are open: states,
 * incidents and events in the transaction of the caller, who holds the locks of the states. Tests in flight of those that
 * change are forgotten; those that are released are due spread, the first at once. A constant number of statements.
 * @returns how many monitors changed
 */
export async function alignHolds(manager: EntityManager, monitorKeys: readonly number[]): Promise<number> {
  if (monitorKeys.length === 0) return 0;
  const windows = await lockOpenWindows(manager);
  const rows = await manager.query<HoldRow[]>(SELECT_HOLDS, [monitorKeys, ...windowParameters(windows)]);
  const { now } = windows;
  const differing = rows.filter((row) => isOutOfLine(row, now));
  const changes = differing.map((row, index) => ({
    row,
    decision: changeHold(toMonitorState(row), effectiveHold(row, now), now),
    dueAt: firstDueAt(policyOf(row), now, index / differing.length),
  }));
  await storeStates(manager, changes, now);
  await storeEffects(manager, changes, now);
  return changes.length;
}

/** The same for the monitors of a device, whose tags have changed. */
export async function alignHoldsOfDevice(manager: EntityManager, deviceId: string): Promise<void> {
  const rows = await manager.query<{ monitorKey: number }[]>(LOCK_DEVICE_MONITORS, [deviceId]);
  await alignHolds(
    manager,
    rows.map((row) => row.monitorKey),
  );
}

/** The parameters that say in SQL which monitors the open windows are for. */
export function windowParameters({ openFor }: OpenWindows): unknown[] {
  const parameters = ({ all, monitorIds, deviceIds, tags }: OpenFor): unknown[] => [all, monitorIds, deviceIds, tags];
  return [...parameters(openFor.stop), ...parameters(openFor.mute)];
}

function isOutOfLine(row: HoldRow, now: Date): boolean {
  return row.hold !== effectiveHold(row, now) || row.maintenance !== row.knownMaintenance || isOver(row, now);
}

function isOver({ suspendedUntil }: HoldRow, now: Date): boolean {
  return suspendedUntil !== null && suspendedUntil <= now;
}

function policyOf({ timing, notification }: HoldRow) {
  return { ...notification, delaySeconds: timing.delaySeconds };
}

async function storeStates(manager: EntityManager, changes: readonly HoldChange[], now: Date): Promise<void> {
  await runOverRows(manager, UPDATE_HOLDS, changes, [
    ({ row }) => row.monitorKey,
    ({ decision }) => decision.state.status,
    ({ decision }) => decision.state.hold,
    ({ decision }) => decision.state.since,
    ({ decision }) => decision.state.failures,
    ({ decision }) => decision.state.alerts,
    ({ decision }) => decision.state.firstFailureAt,
    ({ decision }) => decision.state.incident?.id ?? null,
    ({ dueAt }) => dueAt,
    ({ row }) => (isOver(row, now) ? null : row.suspendedUntil),
    ({ row }) => row.maintenance,
  ]);
}

async function storeEffects(manager: EntityManager, changes: readonly HoldChange[], now: Date): Promise<void> {
  const effects = changes.flatMap(({ row, decision }) =>
    decision.effects.map((effect) => ({ monitorKey: row.monitorKey, effect })),
  );
  const incidents = effects.flatMap(({ effect }) =>
    effect.type === 'incident-interrupted' ? [effect.incident.id] : [],
  );
  const events = effects.filter(({ effect }) => effect.type !== 'incident-interrupted');
  await runOverRows(manager, INTERRUPT_INCIDENTS, incidents, [(id) => id, () => now]);
  await runOverRows(manager, INSERT_HOLD_EVENTS, events, [
    ({ monitorKey }) => monitorKey,
    () => now,
    ({ effect }) => effect.type,
    ({ effect }) => JSON.stringify(dataOf(effect)),
  ]);
}

function dataOf(effect: Effect): object {
  if (effect.type === 'hold-began' || effect.type === 'hold-ended') return { hold: effect.hold };
  throw new Error(`a change of hold does not cause ${effect.type}`);
}
