import type { Problem } from '@twotwenty/contracts/http';
import type { FieldProblem } from '@twotwenty/database/repositories/storage-error';
import { STATUS_CODES } from 'node:http';

/** The media type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** An answer that says what is wrong; the filter sends it. */
export class ProblemError extends Error {
  /**
   * @param status the HTTP status
   * @param detail one sentence for an administrator
   * @param errors every field that is wrong
   * @param headers what else the answer needs, such as Retry-After
   */
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'ProblemError';
  }
}

/** The document that is sent for a problem. The title is that of the status, as RFC 9457 §4.2.1 asks of `about:blank`. */
export function problemDocument(status: number, detail: string, errors: readonly FieldProblem[] = []): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(errors.length === 0 ? {} : { errors: [...errors] }),
  };
}

/** A body of 1 MiB holds more mistakes than anybody wants to read. */
const MAX_ERRORS = 200;

/** Fields of a body or a query that are not right. */
export function invalidFields(errors: readonly FieldProblem[]): ProblemError {
  const shown = errors.slice(0, MAX_ERRORS);
  const fields = [...new Set(shown.map((error) => error.field || 'the whole'))].join(', ');
  const more = errors.length > MAX_ERRORS ? ` and ${errors.length - MAX_ERRORS} more` : '';
  return new ProblemError(422, `Not valid: ${fields}${more}.`, shown);
}
