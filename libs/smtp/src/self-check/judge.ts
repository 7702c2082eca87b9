import type {
  AddressCheck,
  AddressSource,
  EhloNameSource,
  SelfCheck,
  SelfCheckFinding,
} from '@twotwenty/domain/self-check';
import { canonicalAddress } from './addresses.js';
import { finding } from './findings.js';

/** What a lookup gave: records, none of them if the name has none, or null and the trouble if nobody answered. */
export type Answer =
  | { readonly records: readonly string[]; readonly trouble: null }
  | { readonly records: null; readonly trouble: string };

/** What the DNS says of one address. */
export interface AddressFacts {
  readonly address: string;
  readonly source: AddressSource;
  /** Null where nothing was looked up, as the address is not seen by servers. */
  readonly ptr: Answer | null;
  /** The addresses of each name of `ptr`. */
  readonly forward: ReadonlyMap<string, Answer>;
}

/** Everything that was found out about a machine. */
export interface SelfFacts {
  readonly ehloName: string | null;
  readonly ehloNameSource: EhloNameSource;
  /** The addresses of the EHLO name; null if there is no name to look up. */
  readonly ehloAddresses: Answer | null;
  readonly addresses: readonly AddressFacts[];
  readonly checkedAt: string;
}

/** Says what the facts mean to the servers that this machine visits. */
export function judge(facts: SelfFacts): SelfCheck {
  const { ehloName, ehloNameSource, ehloAddresses, addresses, checkedAt } = facts;
  const findings: SelfCheckFinding[] = [];
  if (addresses.length === 0) findings.push(finding('address-unknown', {}));
  if (ehloName === null || ehloName.startsWith('[')) findings.push(finding('ehlo-literal', {}));
  if (ehloAddresses?.trouble) findings.push(finding('dns-failed', { detail: ehloAddresses.trouble }));
  return {
    ehloName,
    ehloNameSource,
    addresses: addresses.map((address) => judgeAddress(address, facts)),
    findings,
    checkedAt,
  };
}

function judgeAddress(facts: AddressFacts, self: SelfFacts): AddressCheck {
  const { address, source, ptr, forward } = facts;
  const ptrNames = ptr?.records ?? [];
  const confirmedNames = ptrNames.filter((name) => holds(forward.get(name) ?? null, address));
  const ehloNameMatches = belongs(self, address, confirmedNames);
  const check = { address, source, ptrNames, confirmedNames, ehloNameMatches };
  // What servers see is another address: nothing that could be said of this one matters to them.
  if (ptr === null) return { ...check, findings: [finding('address-private', { address })] };
  return { ...check, findings: [...judgeReverse(facts, confirmedNames, self), ...judgeEhloName(self, check)] };
}

function judgeReverse(
  { address, ptr, forward }: AddressFacts,
  confirmedNames: readonly string[],
  { ehloName }: SelfFacts,
): SelfCheckFinding[] {
  if (ptr === null || confirmedNames.length > 0) return [];
  if (ptr.records === null) return [finding('dns-failed', { detail: ptr.trouble })];
  if (ptr.records.length === 0) return [finding('ptr-missing', { address, ehloName: nameAlone(ehloName) })];
  const trouble = [...forward.values()].find((answer) => answer.trouble !== null)?.trouble;
  if (trouble !== undefined && trouble !== null) return [finding('dns-failed', { detail: trouble })];
  return [finding('ptr-unconfirmed', { address, ehloName: nameAlone(ehloName), names: ptr.records })];
}

function judgeEhloName(
  { ehloName, ehloAddresses }: SelfFacts,
  { address, confirmedNames, ehloNameMatches }: Omit<AddressCheck, 'findings'>,
): SelfCheckFinding[] {
  // Without an answer nothing is known, and that is told once for the machine.
  if (ehloNameMatches || ehloName === null || (ehloAddresses !== null && ehloAddresses.records === null)) return [];
  const isInDns = ehloAddresses === null || ehloAddresses.records.length > 0;
  return [finding(isInDns ? 'ehlo-mismatch' : 'ehlo-unresolvable', { ehloName, address, names: confirmedNames })];
}

function belongs({ ehloName, ehloAddresses }: SelfFacts, address: string, confirmedNames: readonly string[]): boolean {
  if (ehloName === null) return false;
  if (ehloName.startsWith('[')) return canonicalLiteral(ehloName) === canonicalAddress(address);
  return confirmedNames.some((name) => sameName(name, ehloName)) || holds(ehloAddresses, address);
}

function holds(answer: Answer | null, address: string): boolean {
  const wanted = canonicalAddress(address);
  return answer?.records?.some((record) => canonicalAddress(record) === wanted) ?? false;
}

/** The address in a literal such as `[192.0.2.1]` or `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3). */
function canonicalLiteral(literal: string): string {
  return canonicalAddress(literal.slice(1, -1).replace(/^IPv6:/i, ''));
}

function nameAlone(ehloName: string | null): string | null {
  return ehloName?.startsWith('[') === true ? null : ehloName;
}

function sameName(left: string, right: string): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');
  return plain(left) === plain(right);
}
