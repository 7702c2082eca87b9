import type { RecoveryCredential } from '@twotwenty/actions/recovery/recovery-method';
import type { StoredRepair } from '@twotwenty/contracts/alert';
import type { PlainLogin } from '@twotwenty/contracts/credential';
import { recoveryCredentialProblem, type RecoveryMethodName } from '@twotwenty/contracts/recovery';
import { mapSecrets, sealedSecretSchema } from '@twotwenty/contracts/secret';
import type { UsedCredential } from '@twotwenty/database/repositories/credential.repository';
import type { CredentialFit } from '@twotwenty/domain/recovery/repair-guard';
import type { SecretBox } from '@twotwenty/secrets/secret-box';

/**
 * Whether a credential may be used for a repair, and can be.
 * @param credential null when none is named, or it is gone
 * @param method null for a program, which takes any
 */
export function fitOf(
  credential: Pick<UsedCredential, 'uses' | 'login'> | null,
  method: RecoveryMethodName | null,
): CredentialFit {
  if (credential === null) return 'missing';
  if (!credential.uses.includes('recovery')) return 'not-allowed';
  const { uses, login } = credential;
  return method === null || recoveryCredentialProblem(method, { uses, kind: login.kind }) === null ? 'fit' : 'unfit';
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

/** What the settings of an action hold of secrets, in the clear. @throws SealedSecretError */
export function secretsOfAction({ id, settings }: StoredRepair, box: Pick<SecretBox, 'open'>): string[] {
  const secrets: string[] = [];
  mapSecrets(settings, sealedSecretSchema, ({ sealed }) => secrets.push(box.open(sealed, id)));
  return secrets;
}
