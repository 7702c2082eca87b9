import { changeHold } from '@twotwenty/domain/decide';
import { firstDueAt } from '@twotwenty/domain/due';
import type { Effect } from '@twotwenty/domain/effects';
import type { MonitorState } from '@twotwenty/domain/monitor-state';
import type { Policy } from '@twotwenty/domain/policy';
import type { Hold } from '@twotwenty/domain/status';
import type { EntityManager } from 'typeorm';

/** A monitor's hold that is to change, with its state row locked by the transaction. */
export interface HoldChange {
  readonly monitorKey: number;
  readonly state: MonitorState;
  readonly hold: Hold | null;
  readonly policy: Policy;
  /** By the database's clock. */
  readonly now: Date;
}

/**
 * Puts a monitor under a hold or releases it: state, incident and events in the transaction of the caller. A test that
 * is in flight is forgotten; a released monitor is due at once.
 */
export async function storeHoldChange(manager: EntityManager, change: HoldChange): Promise<void> {
  const decision = changeHold(change.state, change.hold, change.now);
  if (decision.effects.length === 0) return;
  await manager.query(
    `UPDATE monitor_state
     SET status = $2, hold = $3, since = $4, failures = $5, alerts = $6, first_failure_at = $7, incident_id = NULL,
         due_at = $8, in_flight = false, forced = false, sites = '{}', votes = '{}'
     WHERE monitor_key = $1`,
    [
      change.monitorKey,
      decision.state.status,
      decision.state.hold,
      decision.state.since,
      decision.state.failures,
      decision.state.alerts,
      decision.state.firstFailureAt,
      firstDueAt(change.policy, change.now, 0),
    ],
  );
  for (const effect of decision.effects) await storeEffect(manager, change, effect);
}

async function storeEffect(manager: EntityManager, change: HoldChange, effect: Effect): Promise<void> {
  switch (effect.type) {
    case 'incident-interrupted':
      await manager.query(
        `UPDATE incident SET ended_at = $2, ending = 'interrupted' WHERE id = $1 AND ended_at IS NULL`,
        [effect.incident.id, change.now],
      );
      return;
    case 'hold-began':
    case 'hold-ended':
      await manager.query('INSERT INTO event (monitor_key, at, type, data) VALUES ($1, $2, $3, $4)', [
        change.monitorKey,
        change.now,
        effect.type,
        { hold: effect.hold },
      ]);
      return;
    default:
      throw new Error(`a change of hold does not cause ${effect.type}`);
  }
}
