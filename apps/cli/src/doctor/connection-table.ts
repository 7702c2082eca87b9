import { connectionTableFinding } from '@twotwenty/domain/sites/connection-table';
import { readConnectionTable } from '@twotwenty/smtp/self-check/connection-table';
import { ok, warning, type Finding } from './finding.js';

const SUBJECT = 'connection table';

/** Whether the kernel has room to track the connections of probes. Nothing is said where it has no table of them. */
export function checkConnectionTable(table = readConnectionTable()): Finding[] {
  if (table === null) return [];
  const finding = connectionTableFinding(table);
  if (finding !== null) return [warning(SUBJECT, finding.message, finding.fix)];
  return [ok(SUBJECT, `The kernel tracks ${table.entries} connections here and can track ${table.limit}.`)];
}
