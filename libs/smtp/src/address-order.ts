/** One address of a host. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * Puts the addresses of a host in the order in which to try them (RFC 8305 §4): the families alternate, beginning with
 * `firstFamily`; within a family the resolver's order, which follows RFC 6724, is kept. Duplicates are dropped.
 */
export function interleaveFamilies(addresses: readonly Address[], firstFamily: 4 | 6 = 6): Address[] {
  const unique = [...new Map(addresses.map((entry) => [entry.address, entry])).values()];
  const first = unique.filter((entry) => entry.family === firstFamily);
  const second = unique.filter((entry) => entry.family !== firstFamily);
  const ordered: Address[] = [];
  for (let i = 0; i < Math.max(first.length, second.length); i += 1) {
    ordered.push(...first.slice(i, i + 1), ...second.slice(i, i + 1));
  }
  return ordered;
}
