import { BlockList, isIP } from 'node:net';

/** Where no receiver of notices is, but a cloud's metadata, with keys in it, or many machines at once. */
const REFUSED: readonly string[] = [
  '0.0.0.0/8', // this machine (RFC 1122 §3.2.1.3)
  '169.254.0.0/16', // link-local (RFC 3927): metadata of most clouds
  '100.100.100.200', // metadata of Alibaba Cloud
  '168.63.129.16', // host services of Azure
  '192.0.0.192', // metadata of Oracle Cloud
  '224.0.0.0/4', // multicast (RFC 5771)
  '240.0.0.0/4', // reserved (RFC 1112 §4), and broadcast
  '::',
  'fe80::/10', // link-local (RFC 4291 §2.5.6)
  'fd00:ec2::254', // metadata of AWS
  'fd20:ce::254', // metadata of Google Cloud
  'ff00::/8', // multicast (RFC 4291 §2.7)
];

/** Prefix under which IPv6 reaches IPv4 by a translator (RFC 6052 §2.1). */
const TRANSLATED = '64:ff9b::';

/** Which addresses requests may go to. Private ones and loopback are among them: people run gateways inside. */
export class AddressRules {
  readonly #refused = new BlockList();
  readonly #allowed = new BlockList();

  /**
   * @param allowed addresses and networks such as `169.254.10.0/24` that are open although they would be refused
   * @throws RangeError for an entry that is neither
   */
  constructor(allowed: readonly string[] = []) {
    for (const entry of REFUSED) addNetwork(this.#refused, entry);
    for (const entry of allowed) addNetwork(this.#allowed, entry);
  }

  /** @param address IPv4 or IPv6, also with IPv4 inside, as it would be connected to */
  allows(address: string): boolean {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    return this.#allowed.check(address, family) || !this.#refused.check(address, family);
  }
}

/** BlockList itself knows IPv4 addresses in their mapped form (`::ffff:a.b.c.d`). */
function addNetwork(list: BlockList, entry: string): void {
  const [address = '', prefix, ...rest] = entry.split('/');
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  const isNetwork = version !== 0 && rest.length === 0 && prefix !== '' && Number.isInteger(length);
  if (!isNetwork || length < 0 || length > bits) {
    throw new RangeError(
      `"${entry}" is no address and no network: write it as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32`,
    );
  }
  list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  if (version === 4) list.addSubnet(`${TRANSLATED}${address}`, 96 + length, 'ipv6');
}
