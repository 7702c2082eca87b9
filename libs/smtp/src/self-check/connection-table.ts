import type { ConnectionTable } from '@twotwenty/domain/sites/connection-table';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of Linux. */
const FOLDER = '/proc/sys/net/netfilter';

/**
 * Reads how full the kernel's table of tracked connections is. The entries are those of this network namespace, so that a container sees its own
 * alone and the host those of all; the limit is the machine's, for each of them.
 * @returns null where the kernel has no such table, nobody may know, or there is no limit (which is 0 then)
 */
export function readConnectionTable(folder: string = FOLDER): ConnectionTable | null {
  const entries = readCount(join(folder, 'nf_conntrack_count'));
  const limit = readCount(join(folder, 'nf_conntrack_max'));
  return entries === null || limit === null || limit === 0 ? null : { entries, limit };
}

function readCount(path: string): number | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return /^\d{1,10}$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}
