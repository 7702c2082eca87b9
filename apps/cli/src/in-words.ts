/** An error in a few words. Those of several attempts at once have no message of their own. */
export function inWords(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return inWords(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return `${error.message}: ${inWords(error.cause)}`;
  return error.message || ('code' in error ? String(error.code) : error.name);
}
