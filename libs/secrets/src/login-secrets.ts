import {
  credentialSchema,
  plainLoginSchema,
  storedLoginSchema,
  type Credential,
  type CredentialInput,
  type PlainLogin,
  type StoredLogin,
} from '@twotwenty/contracts/credential';
import type { SecretBox } from './secret-box.js';
import {
  keptInPlace,
  openSecrets,
  resealSecrets,
  sealSecrets,
  viewSecrets,
  type ResealedSettings,
  type SealedSettings,
} from './settings-secrets.js';

/** What of a credential is sealed, and for whom. */
export interface SealedCredential {
  readonly id: string;
  readonly login: StoredLogin;
}

/** A login to be stored, and where it keeps a secret that is not stored, such as `password`. */
export interface SealedLogin extends Pick<SealedSettings, 'unknown'> {
  readonly login: StoredLogin;
}

// Ids of actions are chosen by clients: one that is a credential's must not make its secrets an action's.
const placeOf = (credentialId: string): string => `credential:${credentialId}`;

/**
 * Seals what is new of a login's secrets, and takes what is kept from the same field of the stored login, if that is of the same kind.
 * A secret opens for the credential of the same id only.
 * @param stored the login as it is stored; undefined when there is none
 */
export function sealLogin(
  credentialId: string,
  login: CredentialInput['login'],
  stored: StoredLogin | undefined,
  box: Pick<SecretBox, 'seal'>,
): SealedLogin {
  const findKept = keptInPlace(stored?.kind === login.kind ? stored : {});
  const { settings, unknown } = sealSecrets(login, findKept, placeOf(credentialId), box);
  return { login: storedLoginSchema.parse(settings), unknown };
}

/** A login as it is read back. */
export function viewLogin(login: StoredLogin): Credential['login'] {
  return credentialSchema.shape.login.parse(viewSecrets(login));
}

/**
 * The login of a credential with its secrets in the clear, for whoever logs in.
 * @throws SealedSecretError when no key opens them
 */
export function openLogin({ id, login }: SealedCredential, box: Pick<SecretBox, 'open'>): PlainLogin {
  return plainLoginSchema.parse(openSecrets(login, placeOf(id), box));
}

/** Seals a login's secrets with the key of now. */
export function resealLogin(
  { id, login }: SealedCredential,
  box: Pick<SecretBox, 'reseal' | 'isCurrent'>,
): ResealedSettings {
  return resealSecrets(login, placeOf(id), box);
}
