import type { SelfCheckFinding } from '@twotwenty/domain/self-check';

/** What a finding is about. */
export interface FindingContext {
  readonly address?: string;
  /** The EHLO name, where there is one. */
  readonly ehloName?: string | null;
  /** What the DNS said. */
  readonly names?: readonly string[];
  /** What went wrong with a lookup. */
  readonly detail?: string;
}

interface FindingText {
  readonly message: (context: FindingContext) => string;
  readonly fix: (context: FindingContext) => string;
}

const nameToUse = ({ ehloName, names }: FindingContext): string => ehloName ?? names?.[0] ?? 'a name of this machine';
const listed = ({ names = [] }: FindingContext): string => names.join(', ');

/** All findings of the self-check: what each means, and what to do about it. */
export const SELF_CHECK_FINDINGS = {
  'address-unknown': {
    message: () => 'This machine has no route to the internet, so the address it is seen with is not known.',
    fix: () => 'Check its network; if it probes inner servers only, set PUBLIC_ADDRESSES to the addresses they see.',
  },
  'address-private': {
    message: ({ address }) => `${address} is not routed on the internet: mail servers see another address.`,
    fix: () =>
      'Set PUBLIC_ADDRESSES to the addresses that servers see, those of your router or provider; to this one if it probes inner servers only.',
  },
  'ehlo-literal': {
    message: () => 'This machine has no name to say EHLO with: it gives its address, which some servers refuse.',
    fix: () => 'Set EHLO_NAME to a name of this machine in the DNS, such as probe1.example.com.',
  },
  'ehlo-unresolvable': {
    message: ({ ehloName }) => `The EHLO name ${ehloName} is not in the DNS: servers take it for an invention.`,
    fix: ({ ehloName, address }) =>
      `Add an ${addressRecord(address)} record for ${ehloName} with ${address}, or set EHLO_NAME to a name that has this address.`,
  },
  'ehlo-mismatch': {
    message: ({ ehloName, address }) => `The EHLO name ${ehloName} does not belong to ${address}.`,
    fix: ({ ehloName, address, names }) => {
      // An address literal can have no records.
      if (ehloName?.startsWith('[') === true) return `Set EHLO_NAME to ${names?.[0] ?? `a name that has ${address}`}.`;
      return names !== undefined && names.length > 0
        ? `Set EHLO_NAME to ${names[0]}, or add an ${addressRecord(address)} record for ${ehloName} with ${address}.`
        : `Add an ${addressRecord(address)} record for ${ehloName} with ${address}, or set EHLO_NAME to a name that has it.`;
    },
  },
  'ptr-missing': {
    message: ({ address }) => `${address} has no name in the reverse DNS: many servers distrust it or greet it slowly.`,
    fix: (context) =>
      `Ask whoever runs the address ${context.address} (your provider) for a PTR record that names ${nameToUse(context)}, and see that this name has an ${addressRecord(context.address)} record with ${context.address}.`,
  },
  'ptr-unconfirmed': {
    message: (context) =>
      `The reverse DNS names ${context.address} ${listed(context)}, which does not have that address.`,
    fix: (context) =>
      `Add an ${addressRecord(context.address)} record for ${context.names?.[0]} with ${context.address}, or ask whoever runs the address (your provider) for a PTR record that names ${context.ehloName ?? 'a name that has it'}.`,
  },
  'dns-failed': {
    message: ({ detail }) => `The DNS did not answer: ${detail}.`,
    fix: () =>
      'Check the name servers of this machine; servers that look up its addresses may be kept waiting as well.',
  },
} as const satisfies Record<string, FindingText>;

export type SelfCheckCode = keyof typeof SELF_CHECK_FINDINGS;

/** A finding in words. */
export function finding(code: SelfCheckCode, context: FindingContext): SelfCheckFinding {
  const text: FindingText = SELF_CHECK_FINDINGS[code];
  return { code, message: text.message(context), fix: text.fix(context) };
}

function addressRecord(address: string | undefined): string {
  return address?.includes(':') === true ? 'AAAA' : 'A';
}
