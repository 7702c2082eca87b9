import type { FieldProblem } from '@twotwenty/database/repositories/storage-error';
import { z } from 'zod';

/** What zod says of a field, in the parts that are used here. A Standard Schema issue has the first two. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const unknownKeys = z.object({ code: z.literal('unrecognized_keys'), keys: z.array(z.string()) });

/**
 * Turns what a schema found into one problem per field. Unknown fields are named one by one.
 * @param issues of zod, also when they came through its Standard Schema side
 */
export function fieldErrors(issues: readonly Issue[]): FieldProblem[] {
  return issues.flatMap((issue) => {
    const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    const unknown = unknownKeys.safeParse(issue);
    if (!unknown.success) return [{ field: path.join('.'), message: readable(issue.message) }];
    return unknown.data.keys.map((key) => ({ field: [...path, key].join('.'), message: 'is not a known field' }));
  });
}

/** Zod's own sentences, in the tone of ours. */
function readable(message: string): string {
  if (message.endsWith('received undefined')) return 'is required';
  return message
    .replace(/^Invalid input: expected int, received number$/, 'must be a whole number')
    .replace(/^Invalid input: expected (\w+), received (.+)$/, 'must be of type $1, not $2')
    .replace(/^Invalid option: expected one of (.+)$/, 'must be one of $1')
    .replace(/^Too small: expected \w+ to (?:be|have) >=(\S+)/, 'must be at least $1')
    .replace(/^Too big: expected \w+ to (?:be|have) <=(\S+)/, 'must be at most $1');
}
