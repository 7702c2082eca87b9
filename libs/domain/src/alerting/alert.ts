import { REPAIR_TYPES } from '../recovery/repair-types.js';
import type { AlertRange } from './alert-range.js';
import type { Assignment } from './assignment.js';
import type { Template } from './template.js';
import type { WeeklySchedule } from './weekly-schedule.js';

/** What an action can do. Repairs change something about a machine; the others tell somebody. */
export const ACTION_TYPES = [
  'email',
  'webhook',
  'slack',
  'teams',
  'discord',
  'telegram',
  'pagerduty',
  'ntfy',
  'sms',
  'snmp-trap',
  'syslog',
  'text-log',
  'external-process',
  ...REPAIR_TYPES,
] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

export interface RecoveryTemplate extends Template {
  /** True: the recovery notice is sent outside the action's schedule too. */
  readonly ignoreSchedule: boolean;
}

/** One thing that is done when an alert is raised or the monitor recovers. */
export interface Action {
  readonly id: string;
  readonly type: ActionType;
  readonly enabled: boolean;
  /** Null: not run for failures. */
  readonly onFailure: Template | null;
  /** Null: not run for recoveries. */
  readonly onRecovery: RecoveryTemplate | null;
  /** The numbers of the alerts of an incident that it is run for. */
  readonly range: AlertRange;
  /** Null: at any time. */
  readonly schedule: WeeklySchedule | null;
  /** The action of the same alert that is run in place of this one when it could not be done. */
  readonly fallbackActionId: string | null;
  /** How long notices of this action wait for others, to be told as one; 0: each by itself. */
  readonly groupSeconds: number;
  /** Whether it waits until somebody says that it may be done: for repairs alone. */
  readonly needsApproval: boolean;
}

/** A named list of actions, run in their order, for the monitors it is assigned to; where that is wanted, for sites too. */
export interface Alert {
  readonly id: string;
  readonly name: string;
  readonly actions: readonly Action[];
  readonly assignment: Assignment;
}
