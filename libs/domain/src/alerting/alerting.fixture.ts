import { parseAlertRange } from './alert-range.js';
import type { Action, Alert } from './alert.js';
import { DEFAULT_FAILURE_TEMPLATE, DEFAULT_RECOVERY_TEMPLATE } from './template.js';
import { WEEKDAYS, type WeeklySchedule } from './weekly-schedule.js';

/** An action that is run for every alert and the recovery, unless told otherwise. */
export function actionOf(id: string, changes: Partial<Omit<Action, 'range'>> & { range?: string } = {}): Action {
  const { range = '1-', ...rest } = changes;
  const read = parseAlertRange(range);
  if (!read.ok) throw new Error(`The range ${read.problem}`);
  return {
    id,
    type: 'email',
    enabled: true,
    onFailure: DEFAULT_FAILURE_TEMPLATE,
    onRecovery: { ...DEFAULT_RECOVERY_TEMPLATE, ignoreSchedule: false },
    schedule: null,
    fallbackActionId: null,
    groupSeconds: 0,
    needsApproval: false,
    ...rest,
    range: read.value,
  };
}

export function alertOf(name: string, ...actions: Action[]): Alert {
  return { id: `id of ${name}`, name, actions, assignment: { to: 'all' } };
}

/** The same quarter hours every day: `from` and `to` in whole hours. */
export function dailySchedule(timeZone: string, from: number, to: number): WeeklySchedule {
  const day = '0'.repeat(from * 4) + '1'.repeat((to - from) * 4) + '0'.repeat((24 - to) * 4);
  return { timeZone, days: Object.fromEntries(WEEKDAYS.map((name) => [name, day])) as WeeklySchedule['days'] };
}
