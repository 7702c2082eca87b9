import type { SelfCheckFinding } from '../self-check.js';

/**
 * The connections that a kernel tracks, as it does for firewalls and for the address translation of containers; a TCP connection stays in
 * the table for two minutes after its end by default.
 */
export interface ConnectionTable {
  readonly entries: number;
  readonly limit: number;
}

/** A share that leaves some time to do something about it. */
const NEARLY_FULL = 0.8;

/** What is said of a table that is nearly full, and what to do about it; null while there is room. */
export function connectionTableFinding({ entries, limit }: ConnectionTable): SelfCheckFinding | null {
  if (entries < limit * NEARLY_FULL) return null;
  return {
    code: 'connection-table-nearly-full',
    message:
      `The kernel tracks ${entries} connections here and can track ${limit}. Once that table is full it drops new ` +
      'connections: tests then come late or fail whatever the servers do.',
    fix: 'Raise net.netfilter.nf_conntrack_max on the host, or lower net.netfilter.nf_conntrack_tcp_timeout_time_wait.',
  };
}
