import type { AddressSource, EhloNameSource, SelfCheck } from '@twotwenty/domain/self-check';
import { hostFqdn } from '../ehlo-name.js';
import { isPublicAddress } from './addresses.js';
import { DnsAnswers } from './dns-answers.js';
import { type AddressFacts, type Answer, judge } from './judge.js';
import { outwardAddresses } from './outward-addresses.js';

const DEFAULT_LIMIT_MS = 10_000;

export interface SelfCheckOptions {
  /** The name that is said with EHLO; by default the host name if it has a domain, else an address literal. */
  readonly ehloName?: string | undefined;
  /** IP addresses that servers see; by default those with which this machine leaves for the internet. */
  readonly publicAddresses?: readonly string[] | undefined;
  /** Name servers, `192.0.2.53` or `192.0.2.53:5353`; by default those of the system. */
  readonly servers?: readonly string[] | undefined;
  /** Milliseconds for all lookups, 10,000 by default. What was not answered then is a finding. */
  readonly limitMs?: number;
}

/**
 * Looks at this machine as mail servers do: the reverse DNS of its addresses, whether it is confirmed by the names it
 * gives, and whether the EHLO name belongs to them. Never rejects: what can't be found out is a finding.
 */
export async function checkSelf(options: SelfCheckOptions = {}): Promise<SelfCheck> {
  const { ehloName, ehloNameSource } = chooseEhloName(options.ehloName);
  const { source, addresses } = await chooseAddresses(options.publicAddresses);
  const dns = new DnsAnswers(options.limitMs ?? DEFAULT_LIMIT_MS, options.servers);
  try {
    const [ehloAddresses, ...facts] = await Promise.all([
      lookUpName(dns, ehloName, addresses),
      ...addresses.map((address) => lookUpAddress(dns, address, source)),
    ]);
    return judge({ ehloName, ehloNameSource, ehloAddresses, addresses: facts, checkedAt: new Date().toISOString() });
  } finally {
    dns.close();
  }
}

function chooseEhloName(configured: string | undefined): { ehloName: string | null; ehloNameSource: EhloNameSource } {
  if (configured !== undefined) return { ehloName: configured, ehloNameSource: 'configured' };
  const name = hostFqdn();
  return { ehloName: name, ehloNameSource: name === null ? 'literal' : 'host' };
}

async function chooseAddresses(
  configured: readonly string[] | undefined,
): Promise<{ source: AddressSource; addresses: readonly string[] }> {
  if (configured !== undefined) return { source: 'configured', addresses: configured };
  return { source: 'own', addresses: await outwardAddresses() };
}

async function lookUpName(
  dns: DnsAnswers,
  ehloName: string | null,
  addresses: readonly string[],
): Promise<Answer | null> {
  if (ehloName === null || ehloName.startsWith('[')) return null;
  // Both families are one answer: a name that has only the other one is in the DNS all the same.
  const like = addresses.length > 0 ? ['192.0.2.1', '2001:db8::1'] : [];
  const answers = await Promise.all(like.map((address) => dns.addresses(ehloName, address)));
  const records = answers.flatMap((answer) => answer.records ?? []);
  const failed = answers.find((answer) => answer.trouble !== null);
  return failed !== undefined && records.length === 0 ? failed : { records, trouble: null };
}

async function lookUpAddress(dns: DnsAnswers, address: string, source: AddressSource): Promise<AddressFacts> {
  // Whoever configures an address knows that servers see it, be it inside a company's own network.
  if (source === 'own' && !isPublicAddress(address)) return { address, source, ptr: null, forward: new Map() };
  const ptr = await dns.ptr(address);
  const names = ptr.records ?? [];
  const answers = await Promise.all(names.map((name) => dns.addresses(name, address)));
  const forward = new Map(names.flatMap((name, i) => (answers[i] === undefined ? [] : [[name, answers[i]] as const])));
  return { address, source, ptr, forward };
}
