import { describeIssues } from '@twotwenty/contracts/parse-each';

type Issues = Parameters<typeof describeIssues>[0];

/** What is needed of a schema. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: Issues };
}

/** An answer that does not have the form it should have; the message names every bad field on one line. */
export class NotUnderstoodError extends Error {}

/**
 * Reads an answer of a program that may be newer than this one: fields that the schema does not know are taken out of
 * `value`, at any depth. @throws NotUnderstoodError if something else is wrong
 */
export function parseLeniently<T>(schema: Schema<T>, value: unknown): T {
  for (;;) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    if (!removeUnknown(value, parsed.error)) throw new NotUnderstoodError(describeIssues(parsed.error));
  }
}

/** @returns whether there was anything to remove, and with it any progress */
function removeUnknown(value: unknown, { issues }: Issues): boolean {
  let removed = false;
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const holder = issue.path.reduce((at: unknown, key) => (isObject(at) ? at[key] : undefined), value);
    if (isObject(holder)) for (const key of issue.keys) removed = Reflect.deleteProperty(holder, key) || removed;
  }
  return removed;
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
