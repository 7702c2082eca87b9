import type { FieldProblems } from '../../form/field-problems.js';
import { isSame } from '../../form/same.js';
import type { MonitorField, MonitorValues } from './monitor-values.js';

/** What a refusal says, and of which values. */
export interface Refused {
  readonly problems: FieldProblems;
  readonly values: MonitorValues;
}

/**
 * What is still wrong: what was refused and has not been changed since. An empty field is said to be required, whatever the
 * API called the lack.
 */
export function openProblems({ problems, values }: Refused, now: MonitorValues): FieldProblems {
  const open = new Map<string, string>();
  for (const [field, message] of problems) {
    const own = fieldOf(field, now);
    if (own === null) open.set(field, message);
    else if (isSame(values[own], now[own])) open.set(field, now[own] === '' ? 'is required' : message);
  }
  return open;
}

/** The form's field that shows a problem; null when none does. */
export function fieldOf(field: string, values: MonitorValues): MonitorField | null {
  if (isField(field, values)) return field;
  const list = field.replace(/\.\d+$/, '');
  return isField(list, values) ? list : null;
}

function isField(field: string, values: MonitorValues): field is MonitorField {
  return Object.hasOwn(values, field);
}
