import { isIPv6 } from 'node:net';
import { hostname } from 'node:os';

const FQDN = /^(?=.{4,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!\d+$)[a-z0-9-]{2,63}$/i;

/** The host name of this machine if it is a fully qualified one, else null. @param host as the machine calls itself */
export function hostFqdn(host = hostname()): string | null {
  const name = host.replace(/\.$/, '');
  return FQDN.test(name) && name !== 'localhost.localdomain' ? name : null;
}

/**
 * An address as it stands in EHLO (RFC 5321 §4.1.3).
 *
 * @param address IPv4, or IPv6 with or without a zone
 */
export function addressLiteral(address: string): string {
  const bare = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(bare) ? `[IPv6:${bare}]` : `[${bare}]`;
}
