import type { WorkerHealth } from '@twotwenty/contracts/worker';

/** As a beat of an earlier version may have left it: without what versions since tell. */
export type StoredHealth = Omit<WorkerHealth, 'connectionTable'> & Partial<Pick<WorkerHealth, 'connectionTable'>>;

/** Completes what is stored: of what a worker did not tell nothing is known. */
export function toHealth(stored: StoredHealth | null): WorkerHealth | null {
  return stored === null ? null : { connectionTable: null, ...stored };
}
