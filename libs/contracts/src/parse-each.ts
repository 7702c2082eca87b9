import type { z } from 'zod';

/** What could be read of a list, and what was wrong with the rest. */
export interface ParsedList<T> {
  readonly valid: T[];
  /** One line an item that was refused, naming its place and every bad field. */
  readonly problems: string[];
}

/**
 * Parses each item of a list by itself, so that a malformed one stops no other.
 * @param what the list's name, for the messages
 */
export function parseEach<T extends z.ZodType>(
  schema: T,
  items: readonly unknown[],
  what: string,
): ParsedList<z.infer<T>> {
  const valid: z.infer<T>[] = [];
  const problems: string[] = [];
  items.forEach((item, index) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) valid.push(parsed.data);
    else problems.push(`${what}.${index}: ${describeIssues(parsed.error)}`);
  });
  return { valid, problems };
}

/** A schema's complaints on one line: `field: what was wrong; field: …`. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`).join('; ');
}
