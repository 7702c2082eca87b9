import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressRules } from './address-rules.js';

/** Finds the addresses of a name, as `dns.lookup` does. */
export type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A request would have gone where none may go. */
export class RefusedAddressError extends Error {
  constructor(readonly address: string) {
    super(`requests to ${address} are not allowed`);
  }
}

/**
 * A lookup that gives allowed addresses only. What it gives is connected to without a further lookup, so a name that
 * changes its address meanwhile (DNS rebinding) gains nothing.
 */
export function guardedLookup(lookup: Lookup, rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      const addresses = found.filter(({ address }) => rules.allows(address));
      const [first] = addresses;
      if (first === undefined) return callback(refusal(hostname, found), '');
      if (options.all === true) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function refusal(hostname: string, [refused]: readonly LookupAddress[]): Error {
  if (refused !== undefined) return new RefusedAddressError(refused.address);
  return Object.assign(new Error(`no addresses of ${hostname}`), { code: 'ENODATA' });
}
