import {
  mapSecrets,
  readSecretSchema,
  sealedSecretSchema,
  type KeptSecret,
  type SealedSecret,
  type Settings,
} from '@twotwenty/contracts/secret';
import { SealedSecretError, secretIdOf, type SecretBox } from './secret-box.js';

/** Settings to be stored, and what can't be: where they keep a secret that is not stored. */
export interface SealedSettings {
  readonly settings: Settings;
  /** Such as `relays.1.password`; empty when all is well. */
  readonly unknown: readonly string[];
}

/** The stored secret that a `keep` stands for where it was written, or undefined when there is none. */
export type FindKept = (keep: string, path: string) => SealedSecret | undefined;

/**
 * Seals what is new of the secrets in settings, and takes what is kept from those that are stored.
 * @param place where they belong: they open for the same place only
 */
export function sealSecrets(
  settings: Settings,
  findKept: FindKept,
  place: string,
  box: Pick<SecretBox, 'seal'>,
): SealedSettings {
  const unknown: string[] = [];
  const sealed = mapSecrets(settings, readSecretSchema, (written, path) => {
    if ('secret' in written) return { sealed: box.seal(written.secret, place) };
    const kept = findKept(written.keep, path);
    if (kept === undefined) unknown.push(path);
    return kept ?? { sealed: '' };
  });
  return { settings: sealed, unknown };
}

/** Finds a secret wherever it stood in the stored settings, so that what is listed there may be put in another order. */
export function keptFromAnywhere(stored: Settings): FindKept {
  const found = new Map<string, SealedSecret>();
  mapSecrets(stored, sealedSecretSchema, (secret) => found.set(keptFor(secret).keep, secret));
  return (keep) => found.get(keep);
}

/** Finds a secret where it stood in the stored settings, and nowhere else: one is not to be taken for another. */
export function keptInPlace(stored: Settings): FindKept {
  const found = new Map<string, SealedSecret>();
  mapSecrets(stored, sealedSecretSchema, (secret, path) => found.set(`${path} ${keptFor(secret).keep}`, secret));
  return (keep, path) => found.get(`${path} ${keep}`);
}

/** Settings as they are read back: each secret is what stands for it, which tells nothing about it. */
export function viewSecrets(settings: Settings): Settings {
  return mapSecrets(settings, sealedSecretSchema, keptFor);
}

/** Settings with their secrets in the clear, for whoever uses them. @throws SealedSecretError */
export function openSecrets(settings: Settings, place: string, box: Pick<SecretBox, 'open'>): Settings {
  return mapSecrets(settings, sealedSecretSchema, ({ sealed }) => box.open(sealed, place));
}

/** What became of settings whose secrets were to be sealed with the key of now. */
export interface ResealedSettings {
  readonly settings: Settings;
  readonly resealed: number;
  /** How many were sealed with it already. */
  readonly current: number;
  /** Where a secret stands that no key opens; it is left as it is. */
  readonly unopened: readonly string[];
}

/**
 * Seals again what was not sealed with the key of now; every secret is opened on the way. All others are done although one can't be
 * opened.
 */
export function resealSecrets(
  settings: Settings,
  place: string,
  box: Pick<SecretBox, 'reseal' | 'isCurrent'>,
): ResealedSettings {
  let resealed = 0;
  let current = 0;
  const unopened: string[] = [];
  const changed = mapSecrets(settings, sealedSecretSchema, ({ sealed }, path) => {
    if (box.isCurrent(sealed, place)) {
      current += 1;
      return { sealed };
    }
    try {
      const again = box.reseal(sealed, place);
      resealed += 1;
      return { sealed: again };
    } catch (error) {
      if (!(error instanceof SealedSecretError)) throw error;
      unopened.push(path);
      return { sealed };
    }
  });
  return { settings: changed, resealed, current, unopened };
}

function keptFor({ sealed }: SealedSecret): KeptSecret {
  return { keep: secretIdOf(sealed) };
}
