import { isSame } from './same.js';

/** A field that two people have changed, each in another way. */
export interface Conflict<Values> {
  readonly field: keyof Values;
  readonly mine: Values[keyof Values];
  readonly theirs: Values[keyof Values];
}

export interface Merge<Values> {
  /** What goes together, with mine where both have changed a field. */
  readonly values: Values;
  /** Fields that they alone have changed: the merge has their values. */
  readonly taken: readonly (keyof Values)[];
  /** In the order of the fields. */
  readonly conflicts: readonly Conflict<Values>[];
}

/**
 * Merges what two people made of the same thing, field by field. A field that one of them left alone is as the other one
 * made it; what both made the same is no conflict.
 * @param base what both began with; values that JSON can write, all three with the same fields
 */
export function mergeValues<Values extends object>(base: Values, mine: Values, theirs: Values): Merge<Values> {
  const fields = Object.keys(base) as (keyof Values)[];
  const isConflict = (field: keyof Values): boolean =>
    !isSame(mine[field], base[field]) && !isSame(theirs[field], base[field]) && !isSame(mine[field], theirs[field]);
  const taken = fields.filter((field) => isSame(mine[field], base[field]) && !isSame(theirs[field], base[field]));
  return {
    values: { ...mine, ...pick(theirs, taken) },
    taken,
    conflicts: fields.filter(isConflict).map((field) => ({ field, mine: mine[field], theirs: theirs[field] })),
  };
}

/** The fields in which two versions differ. */
export function changedFields<Values extends object>(before: Values, after: Values): (keyof Values)[] {
  return (Object.keys(after) as (keyof Values)[]).filter((field) => !isSame(before[field], after[field]));
}

/** Some of the fields. */
export function pick<Values extends object>(values: Values, fields: readonly (keyof Values)[]): Partial<Values> {
  return Object.fromEntries(fields.map((field) => [field, values[field]])) as Partial<Values>;
}
