import type { ConnectionTable } from '@twotwenty/domain/sites/connection-table';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of Linux; in a container, of its own network namespace. */
const FOLDER = '/proc/sys/net/netfilter';

/** @returns null where no connections are tracked, nobody may know, or there is no limit (which is 0 then) */
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
