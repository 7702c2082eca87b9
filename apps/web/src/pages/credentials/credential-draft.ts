import {
  CREDENTIAL_KINDS,
  CREDENTIAL_USES,
  type Credential,
  type CredentialKind,
} from '@twotwenty/contracts/credential';
import { keptSecretSchema, type KeptSecret } from '@twotwenty/contracts/secret';
import { z } from 'zod';
import type { WrittenCredential } from '../../api/credentials.js';
import type { FieldProblems } from '../../form/field-problems.js';
import type { DraftPlace } from '../../form/kept-draft.js';

const secretSchema = z.object({
  /** Null when none is stored. */
  kept: keptSecretSchema.nullable(),
  /** Null while the stored one is kept. */
  text: z.string().nullable(),
});
/** A secret while it is edited. It is never shown: either the stored one is kept, or another one is typed. */
export type SecretDraft = Readonly<z.infer<typeof secretSchema>>;

export const SECRETS = ['password', 'privateKey', 'passphrase', 'token'] as const;
export type SecretName = (typeof SECRETS)[number];

const draftSchema = z.object({
  name: z.string(),
  uses: z.array(z.enum(CREDENTIAL_USES)).readonly(),
  kind: z.enum(CREDENTIAL_KINDS),
  username: z.string(),
  domain: z.string(),
  password: secretSchema,
  privateKey: secretSchema,
  passphrase: secretSchema,
  token: secretSchema,
});
export type CredentialDraft = Readonly<z.infer<typeof draftSchema>>;

const NO_SECRET: SecretDraft = { kept: null, text: '' };

/** What the form for a new credential begins with. */
export const NEW_CREDENTIAL: CredentialDraft = {
  name: '',
  uses: ['recovery'],
  kind: 'password',
  username: '',
  domain: '',
  password: NO_SECRET,
  privateKey: NO_SECRET,
  passphrase: NO_SECRET,
  token: NO_SECRET,
};

/** Where what is typed is kept, but for secrets. @param credential null for a new one */
export function credentialPlace(credential: Credential | null): DraftPlace<CredentialDraft> {
  return { key: `credential:${credential?.id ?? 'new'}`, schema: draftSchema, withoutSecrets };
}

function withoutSecrets(draft: CredentialDraft): CredentialDraft {
  const emptied = (secret: SecretDraft): SecretDraft => (secret.text === null ? secret : { ...secret, text: '' });
  const { password, privateKey, passphrase, token } = draft;
  return {
    ...draft,
    password: emptied(password),
    privateKey: emptied(privateKey),
    passphrase: emptied(passphrase),
    token: emptied(token),
  };
}

/** What the form for a stored credential begins with: all its secrets are kept. */
export function draftOf({ name, uses, login }: Credential): CredentialDraft {
  const common = { ...NEW_CREDENTIAL, name, uses, kind: login.kind, username: login.username ?? '' };
  switch (login.kind) {
    case 'password':
      return { ...common, domain: login.domain ?? '', password: keep(login.password) };
    case 'ssh-key':
      return { ...common, privateKey: keep(login.privateKey), passphrase: keep(login.passphrase) };
    case 'token':
      return { ...common, token: keep(login.token) };
  }
}

function keep(kept: KeptSecret | null): SecretDraft {
  return kept === null ? NO_SECRET : { kept, text: null };
}

/** What the API is sent: the fields of the kind alone. */
export function writtenOf(draft: CredentialDraft): WrittenCredential {
  const { name, kind, username, domain } = draft;
  const uses = [...draft.uses];
  switch (kind) {
    case 'password':
      return { name, uses, login: { kind, username, domain: orNull(domain), password: written(draft.password) } };
    case 'ssh-key': {
      const passphrase = written(draft.passphrase);
      const privateKey = written(draft.privateKey);
      return { name, uses, login: { kind, username, privateKey, passphrase: passphrase === '' ? null : passphrase } };
    }
    case 'token':
      return { name, uses, login: { kind, username: orNull(username), token: written(draft.token) } };
  }
}

function written({ kept, text }: SecretDraft): string | KeptSecret {
  return text ?? kept ?? '';
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}

const NEEDED: Readonly<Record<CredentialKind, SecretName>> = {
  password: 'password',
  'ssh-key': 'privateKey',
  token: 'token',
};

/** The secret that is missing, in words for people: the API explains how one is written in JSON. */
export function missingSecret(draft: CredentialDraft): FieldProblems {
  const needed = NEEDED[draft.kind];
  return new Map(draft[needed].text === '' ? [[`login.${needed}`, 'must not be empty']] : []);
}
