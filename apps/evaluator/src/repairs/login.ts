import type { RecoveryCredential } from '@twotwenty/actions/recovery/recovery-method';
import type { PlainLogin } from '@twotwenty/contracts/credential';
import { fitsMethod } from '@twotwenty/contracts/credential';
import type { RecoveryMethodName } from '@twotwenty/contracts/recovery';
import type { StoredCredential } from '@twotwenty/database/repositories/credential.repository';
import type { CredentialFit } from '@twotwenty/domain/recovery/repair-guard';

/**
 * Whether a credential may be used for a repair, and can be.
 * @param credential undefined when none is named, or it is gone
 * @param method null for a program, which takes any
 */
export function fitOf(
  credential: Pick<StoredCredential, 'uses' | 'login'> | undefined,
  method: RecoveryMethodName | null,
): CredentialFit {
  if (credential === undefined) return 'missing';
  if (!credential.uses.includes('recovery')) return 'not-allowed';
  return method === null || fitsMethod(credential.login.kind, method) ? 'fit' : 'unfit';
}

/** What methods log in with. @throws Error for a token, which no method takes */
export function toRecoveryCredential(login: PlainLogin): RecoveryCredential {
  if (login.kind === 'token') throw new Error('a token fits no method');
  return login;
}

/** What a machine might repeat of a login. */
export function secretsOf(login: PlainLogin): string[] {
  if (login.kind === 'password') return [login.password];
  if (login.kind === 'token') return [login.token];
  return [login.privateKey, ...(login.passphrase === null ? [] : [login.passphrase])];
}
