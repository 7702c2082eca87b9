/** SQLSTATE class 22, data exception: the value is at fault, and no further attempt will store it. */
const DATA_EXCEPTION = /^22/;

/** Whether the database refused a value, rather than being away, busy or in conflict. */
export function isRefusedValue(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // Whether the driver's own error, or TypeORM's around it, which copies its fields.
  return 'code' in error && typeof error.code === 'string' && DATA_EXCEPTION.test(error.code);
}
