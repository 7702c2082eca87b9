import { lookup as dnsLookup } from 'node:dns';
import { isIP } from 'node:net';
import type { AddressFamily } from '@twotwenty/domain/probe';
import { type Address, interleaveFamilies } from './address-order.js';
import { ProbeUnavailableError } from './errors.js';
import type { FailureCode } from '@twotwenty/domain/failure-codes';
import type { Watch } from './watch.js';

/**
 * Finds the addresses of a name; `family` 0 means both. Rejects with an error whose `code` is one of node:dns
 * (`ENOTFOUND`, `EAI_AGAIN` …), or with a ProbeUnavailableError when this machine could not ask. It may take as long as it
 * likes: the probe stops waiting at its deadline.
 */
export type Lookup = (hostname: string, family: 0 | 4 | 6) => Promise<readonly Address[]>;

/** What a lookup came to: addresses in the order to try them, or why there are none. */
export type Resolution =
  | { readonly addresses: readonly Address[] }
  | { readonly addresses: null; readonly code: FailureCode; readonly detail: string };

const FAMILIES: Readonly<Record<AddressFamily, 0 | 4 | 6>> = { any: 0, ipv4: 4, ipv6: 6 };

/**
 * The lookup of the operating system (getaddrinfo), which honours /etc/hosts. It holds one of libuv's four threads
 * and cannot be cancelled: a process with many probes of names should put a cache or a limit in front of it.
 */
export const systemLookup: Lookup = (hostname, family) =>
  new Promise((resolve, reject) => {
    dnsLookup(hostname, { all: true, family, verbatim: true }, (error, found) => {
      if (error !== null) reject(error);
      else resolve(found.map(({ address, family: each }) => ({ address, family: each === 6 ? 6 : 4 })));
    });
  });

/** The resolution of an IP address, which needs no lookup; null if `host` is a name. */
export function resolveLiteral(host: string, addressFamily: AddressFamily): Resolution | null {
  const version = isIP(host);
  if (version === 0) return null;
  const family = version === 6 ? 6 : 4;
  const wanted = FAMILIES[addressFamily];
  if (wanted === 0 || wanted === family) return { addresses: [{ address: host, family }] };
  return { addresses: null, code: 'dns-no-address', detail: `${host} is an IPv${family} address` };
}

/** Looks up a name, until the watch interrupts. @throws ProbeUnavailableError when the lookup does */
export function resolveName(
  host: string,
  addressFamily: AddressFamily,
  lookup: Lookup,
  watch: Watch,
): Promise<Resolution> {
  const family = FAMILIES[addressFamily];
  return new Promise((resolve, reject) => {
    watch.onInterrupt = () => resolve({ addresses: null, code: 'dns-timeout', detail: host });
    const settle = (found: readonly Address[]): void => {
      const usable = interleaveFamilies(family === 0 ? found : found.filter((entry) => entry.family === family));
      if (usable.length > 0) resolve({ addresses: usable });
      else resolve({ addresses: null, code: 'dns-no-address', detail: host });
    };
    const fail = (error: unknown): void => {
      const shortage = localShortage(error);
      if (shortage !== null) reject(shortage);
      else resolve(lookupFailure(host, error));
    };
    lookup(host, family).then(settle, (error: unknown) => {
      // Asked for one family, getaddrinfo says the same of a name that has the other one alone as of no name at all.
      if (family === 0 || lookupFailure(host, error).code !== 'dns-not-found') fail(error);
      else lookup(host, 0).then(settle, fail);
    });
  });
}

/** What this machine lacked, when that and not the DNS is why there is no answer. */
function localShortage(error: unknown): ProbeUnavailableError | null {
  if (error instanceof ProbeUnavailableError) return error;
  const errno = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['EMFILE', 'ENFILE', 'ENOMEM', 'EAI_MEMORY'].includes(errno) ? new ProbeUnavailableError(errno) : null;
}

function lookupFailure(host: string, error: unknown): Extract<Resolution, { addresses: null }> {
  const errno = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const detail = `${host} (${errno})`;
  switch (errno) {
    case 'ENOTFOUND':
    case 'EAI_NONAME':
      return { addresses: null, code: 'dns-not-found', detail };
    case 'ENODATA':
    case 'EAI_NODATA':
    case 'EAI_ADDRFAMILY':
      return { addresses: null, code: 'dns-no-address', detail };
    case 'ETIMEOUT':
    case 'ETIMEDOUT':
      return { addresses: null, code: 'dns-timeout', detail };
    default:
      return { addresses: null, code: 'dns-failed', detail };
  }
}
