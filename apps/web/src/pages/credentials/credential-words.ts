import type { Credential, CredentialKind, CredentialUse } from '@twotwenty/contracts/credential';

export const KIND_WORDS: Readonly<Record<CredentialKind, string>> = {
  password: 'Password',
  'ssh-key': 'SSH key',
  token: 'Token',
};

interface UseWords {
  readonly word: string;
  /** Completes the sentence "It may be used …". */
  readonly meaning: string;
}

export const USE_WORDS: Readonly<Record<CredentialUse, UseWords>> = {
  recovery: { word: 'Recovery', meaning: 'to log in on machines and repair them' },
  'smtp-auth': { word: 'SMTP AUTH', meaning: 'to log in on monitored servers' },
  'mail-relay': { word: 'Mail relay', meaning: 'to log in on the servers that notices are sent through' },
};

/** As whom a credential logs in: `alice`, `EXAMPLE\alice`; null for a token without a name. */
export function formatUser({ login }: Pick<Credential, 'login'>): string | null {
  if (login.kind !== 'password' || login.domain === null) return login.username;
  return `${login.domain}\\${login.username}`;
}
