/**
 * The connections that the kernel of a machine tracks, as it does for firewalls and for the address translation of containers; a TCP
 * connection stays in the table for two minutes after its end.
 */
export interface ConnectionTable {
  readonly entries: number;
  readonly limit: number;
}

/** A share that leaves some time to do something about it. */
const NEARLY_FULL = 0.8;

/** What is said of a machine whose table is nearly full, and what to do about it; null while there is room. */
export function connectionTableFinding({ entries, limit }: ConnectionTable) {
  if (entries < limit * NEARLY_FULL) return null;
  return {
    code: 'connection-table-nearly-full',
    message:
      `The kernel of this machine tracks ${entries} connections and can track ${limit}. ` +
      'Once that table is full it drops packets: tests then come late or fail whatever the servers do.',
    fix:
      'Raise net.netfilter.nf_conntrack_max there, lower net.netfilter.nf_conntrack_tcp_timeout_time_wait, ' +
      'or let the firewall leave the probes untracked (notrack).',
  };
}
