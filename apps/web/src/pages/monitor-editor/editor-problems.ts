import type { FieldProblems } from '../../form/field-problems.js';
import { isSame } from '../../form/same.js';
import type { MonitorField, MonitorValues } from './monitor-values.js';

/** Lists whose items are refused one by one, `tags.2`, and said below the list. */
type List = 'tags' | 'dependsOn' | 'sites';

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

/** What is wrong with a list and its items, as a sentence; null for nothing. @param nameOf how people call an item */
export function listProblem(
  problems: FieldProblems,
  list: List,
  items: readonly string[],
  nameOf: (item: string) => string = (item) => item,
): string | null {
  const whole = problems.get(list);
  const single = [...problems].flatMap(([field, message]) => {
    const [name, place] = field.split('.');
    const item = items[Number(place)];
    return name === list && place !== undefined ? [`“${item === undefined ? place : nameOf(item)}”: ${message}`] : [];
  });
  const said = [...(whole === undefined ? [] : [`It ${whole}`]), ...single];
  return said.length === 0 ? null : `${said.join('; ')}.`;
}
