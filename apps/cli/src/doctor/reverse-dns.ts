import type { AddressCheck, SelfCheck } from '@twotwenty/domain/self-check';
import { checkSelf, type SelfCheckOptions } from '@twotwenty/smtp/self-check/check-self';
import { type Finding, ok, warning } from './finding.js';

/** Checks how this machine looks to mail servers. */
export async function checkReverseDns(options: SelfCheckOptions): Promise<Finding[]> {
  return selfCheckFindings('reverse DNS', await checkSelf(options));
}

/** A self-check as lines, of this machine or of a worker. */
export function selfCheckFindings(subject: string, check: SelfCheck): Finding[] {
  const ofMachine = check.findings.map(({ message, fix }) => warning(subject, message, fix));
  const ofAddresses = check.addresses.flatMap((address) =>
    address.findings.length === 0
      ? [ok(subject, praise(address, check.ehloName))]
      : address.findings.map(({ message, fix }) => warning(subject, message, fix)),
  );
  return [...ofAddresses, ...ofMachine];
}

function praise({ address, confirmedNames, ehloNameMatches }: AddressCheck, ehloName: string | null): string {
  const ehlo = ehloNameMatches && ehloName !== null ? `, EHLO ${ehloName}` : '';
  const names = confirmedNames.length > 0 ? `is ${confirmedNames.join(', ')}, confirmed by the DNS` : 'is known';
  return `${address} ${names}${ehlo}.`;
}
