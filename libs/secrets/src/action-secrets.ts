import type { ActionInput, ActionView, StoredAction } from '@twotwenty/contracts/alert';
import {
  mapSecrets,
  readSecretSchema,
  sealedSecretSchema,
  type KeptSecret,
  type Settings,
} from '@twotwenty/contracts/secret';
import { createHash } from 'node:crypto';
import type { SecretBox } from './secret-box.js';

const FINGERPRINT_DIGITS = 16;

/** An action to be stored, and what can't be: where its settings keep a secret that is not stored. */
export interface SealedAction {
  readonly action: StoredAction;
  /** Such as `relays.1.password`; empty when all is well. */
  readonly unknown: readonly string[];
}

/**
 * Seals what is new of an action's secrets, and takes what is kept from the stored action: wherever it stood there, so that
 * relays may be put in another order. A secret opens for the action of the same id only.
 * @param stored the action of the same id as it is stored; undefined when there is none
 */
export function sealAction(
  action: ActionInput,
  stored: Pick<StoredAction, 'settings'> | undefined,
  box: Pick<SecretBox, 'seal'>,
): SealedAction {
  const known = sealedSecretsOf(stored?.settings ?? {});
  const unknown: string[] = [];
  const settings = mapSecrets(action.settings, readSecretSchema, (written, path) => {
    if ('secret' in written) return { sealed: box.seal(written.secret, action.id) };
    const sealed = known.get(written.keep);
    if (sealed === undefined) unknown.push(path);
    return { sealed: sealed ?? '' };
  });
  return { action: { ...action, settings }, unknown };
}

/** An action as it is read back: each secret is a fingerprint of what is stored, which tells nothing about it. */
export function viewAction(action: StoredAction): ActionView {
  return { ...action, settings: mapSecrets(action.settings, sealedSecretSchema, keptFor) };
}

/**
 * The settings of a stored action with its secrets in the clear, for the one who delivers.
 * @throws SealedSecretError when SECRETS_KEY is another than that they were sealed with
 */
export function openSettings(
  { id, settings }: Pick<StoredAction, 'id' | 'settings'>,
  box: Pick<SecretBox, 'open'>,
): Settings {
  return mapSecrets(settings, sealedSecretSchema, ({ sealed }) => box.open(sealed, id));
}

function keptFor({ sealed }: { readonly sealed: string }): KeptSecret {
  return { keep: createHash('sha256').update(sealed).digest('hex').slice(0, FINGERPRINT_DIGITS) };
}

/** Sealed secrets by their fingerprints. */
function sealedSecretsOf(settings: Settings): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  mapSecrets(settings, sealedSecretSchema, (secret) => found.set(keptFor(secret).keep, secret.sealed));
  return found;
}
