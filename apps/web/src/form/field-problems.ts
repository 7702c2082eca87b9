import { RefusedError } from '../api/client.js';

/** What is wrong with a form's fields, by the names that the API gives them. */
export type FieldProblems = ReadonlyMap<string, string>;

/** What the controller refused, by field; empty when it refused the whole, or when nothing went wrong. */
export function fieldProblems(error: Error | null): FieldProblems {
  const problems = new Map<string, string>();
  const errors = error instanceof RefusedError ? (error.problem?.errors ?? []) : [];
  for (const { field, message } of errors) {
    const known = problems.get(field);
    problems.set(field, known === undefined ? message : `${known}; ${message}`);
  }
  return problems;
}

/** A problem as a sentence below its field: the field itself is the subject. Null, as inputs take it, for none. */
export function problemText(problems: FieldProblems, field: string): string | null {
  const message = problems.get(field);
  return message === undefined ? null : `It ${message}.`;
}

/** Those of the problems that no field of the form shows, `field: message` each. @param shown names of the form's fields */
export function otherProblems(problems: FieldProblems, shown: readonly string[]): readonly string[] {
  return [...problems]
    .filter(([field]) => !shown.includes(field))
    .map(([field, message]) => (field === '' ? message : `${field}: ${message}`));
}

/** Whether the controller refused because somebody else had changed it first. */
export function isOvertaken(error: Error | null): boolean {
  return error instanceof RefusedError && error.status === 412;
}
