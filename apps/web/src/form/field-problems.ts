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

/** What a form refuses by itself, so that it is shown as what the controller refuses. */
export function refusedHere(errors: readonly { readonly field: string; readonly message: string }[]): RefusedError {
  return new RefusedError(422, { type: 'about:blank', title: 'Not valid', status: 422, errors: [...errors] });
}

/** Whether a path is that of a field, or of something inside it such as `tags.2`. */
export function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

/** A problem as a sentence below its field: the field itself is the subject. Null, as inputs take it, for none. */
export function problemText(problems: FieldProblems, field: string): string | null {
  const message = problems.get(field);
  return message === undefined ? null : `It ${message}.`;
}

/**
 * What is wrong with a field, also with one of several things in it, as sentences; null for nothing.
 * @param items what is in it, to be named by what they are rather than by their number
 * @param nameOf how people call an item
 */
export function problemWithin(
  problems: FieldProblems,
  field: string,
  items: readonly string[] = [],
  nameOf: (item: string) => string = (item) => item,
): string | null {
  const sentences = [...problems].flatMap(([path, message]) => {
    if (!isWithin(path, field)) return [];
    const item = items[Number(path.slice(field.length + 1))];
    return [`${path === field || item === undefined ? 'It' : `“${nameOf(item)}”`} ${message}.`];
  });
  return sentences.length === 0 ? null : [...new Set(sentences)].join(' ');
}

/**
 * Those of the problems that no field of the form shows, `field: message` each.
 * @param shown names of the form's fields; each shows what is wrong inside it too
 */
export function otherProblems(problems: FieldProblems, shown: readonly string[]): readonly string[] {
  return [...problems]
    .filter(([path]) => !shown.some((field) => isWithin(path, field)))
    .map(([field, message]) => (field === '' ? message : `${field}: ${message}`));
}

/** Whether the controller refused because somebody else had changed it first. */
export function isOvertaken(error: Error | null): boolean {
  return error instanceof RefusedError && error.status === 412;
}
