import type { ActionInput, ActionView, StoredAction } from '@twotwenty/contracts/alert';
import type { Settings } from '@twotwenty/contracts/secret';
import type { SecretBox } from './secret-box.js';
import {
  keptFromAnywhere,
  openSecrets,
  resealSecrets,
  sealSecrets,
  viewSecrets,
  type ResealedSettings,
  type SealedSettings,
} from './settings-secrets.js';

/** An action to be stored, and where its settings keep a secret that is not stored, such as `relays.1.password`. */
export interface SealedAction extends Pick<SealedSettings, 'unknown'> {
  readonly action: StoredAction;
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
  const findKept = keptFromAnywhere(stored?.settings ?? {});
  const { settings, unknown } = sealSecrets(action.settings, findKept, action.id, box);
  return { action: { ...action, settings }, unknown };
}

/** An action as it is read back. */
export function viewAction(action: StoredAction): ActionView {
  return { ...action, settings: viewSecrets(action.settings) };
}

/**
 * The settings of a stored action with its secrets in the clear, for the one who delivers.
 * @throws SealedSecretError when SECRETS_KEY is another than that they were sealed with
 */
export function openSettings(
  { id, settings }: Pick<StoredAction, 'id' | 'settings'>,
  box: Pick<SecretBox, 'open'>,
): Settings {
  return openSecrets(settings, id, box);
}

/** Seals an action's secrets with the key of now. */
export function resealAction(
  { id, settings }: Pick<StoredAction, 'id' | 'settings'>,
  box: Pick<SecretBox, 'reseal' | 'isCurrent'>,
): ResealedSettings {
  return resealSecrets(settings, id, box);
}
