/** Why something was not read or stored; the API turns it into a status. */
export type StorageErrorCode =
  | 'not-found'
  | 'already-exists'
  | 'in-use'
  | 'version-mismatch'
  | 'held'
  | 'not-failed'
  | 'not-waiting'
  | 'too-many'
  | 'unknown-reference'
  | 'invalid';

export interface FieldProblem {
  /** The path of the field, such as `sites.0`. */
  readonly field: string;
  readonly message: string;
}

/** A request that can't be done as the data stand. Nothing was changed. */
export class StorageError extends Error {
  /**
   * @param message one sentence for an administrator
   * @param problems the fields that are to blame, where some are
   */
  constructor(
    readonly code: StorageErrorCode,
    message: string,
    readonly problems: readonly FieldProblem[] = [],
  ) {
    super(message);
    this.name = 'StorageError';
  }
}

/** Decides whether a writer has seen the version that is stored: false refuses the write. */
export type VersionCheck = (version: number) => boolean;

/** @throws StorageError `version-mismatch` */
export function requireVersion(check: VersionCheck, version: number): void {
  if (check(version)) return;
  throw new StorageError('version-mismatch', `It was changed by somebody else: it is at version ${version} now.`);
}

// PostgreSQL 18 tells a violated RESTRICT apart from other violated foreign keys.
const FOREIGN_KEY_VIOLATIONS: readonly (string | undefined)[] = ['23001', '23503'];
const UNIQUE_VIOLATION = '23505';

export function isForeignKeyViolation(error: unknown): boolean {
  return FOREIGN_KEY_VIOLATIONS.includes(sqlState(error));
}

export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === UNIQUE_VIOLATION;
}

/** The SQLSTATE or the system's code of an error of the driver, or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const cause: unknown = 'driverError' in error ? error.driverError : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
