/**
 * What a machine is known by, so that two repairs of one machine find each other: its name in small letters, without the
 * final dot, and its addresses in their canonical form (RFC 5952). Sorted, each once.
 */
export function machineKeys(machine: string, addresses: readonly string[]): string[] {
  const names = [machine, ...addresses].map((name) => canonicalAddress(name) ?? name.toLowerCase().replace(/\.$/, ''));
  return [...new Set(names)].sort();
}

/** Null for what is no address of IPv6; an address of IPv4 has but one form. */
function canonicalAddress(name: string): string | null {
  if (!name.includes(':')) return null;
  const [address = '', zone] = name.split('%');
  const url = `http://[${address}]/`;
  if (!URL.canParse(url)) return null;
  const canonical = new URL(url).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high !== undefined && low !== undefined)
    return mappedAddress(Number.parseInt(high, 16), Number.parseInt(low, 16));
  return zone === undefined ? canonical : `${canonical}%${zone}`;
}

/** An address of IPv4 that is written as one of IPv6 (RFC 4291 §2.5.5.2). */
function mappedAddress(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
