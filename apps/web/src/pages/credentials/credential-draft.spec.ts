import { credentialInputSchema, credentialSchema } from '@twotwenty/contracts/credential';
import { describe, expect, it } from 'vitest';
import { draftOf, missingSecret, NEW_CREDENTIAL, writtenOf } from './credential-draft.js';

const AT = '2026-01-02T03:04:05.000Z';
const kept = { keep: '0123456789abcdef' };
const other = { keep: 'fedcba9876543210' };

function credential(login: object) {
  return credentialSchema.parse({
    id: '00000000-0000-4000-8000-000000000001',
    name: 'Repair account',
    uses: ['recovery'],
    login,
    version: 2,
    createdAt: AT,
    updatedAt: AT,
  });
}

describe('draftOf and writtenOf', () => {
  it.each([
    { kind: 'password', username: 'alice', domain: 'EXAMPLE', password: kept },
    { kind: 'password', username: 'alice', domain: null, password: kept },
    { kind: 'ssh-key', username: 'alice', privateKey: kept, passphrase: null },
    { kind: 'ssh-key', username: 'alice', privateKey: kept, passphrase: other },
    { kind: 'token', username: null, token: kept },
  ])('send back what was read of %o: every secret is kept', (login) => {
    const written = writtenOf(draftOf(credential(login)));
    expect(written).toEqual({ name: 'Repair account', uses: ['recovery'], login });
    expect(credentialInputSchema.safeParse(written).success).toBe(true);
  });
});

describe('writtenOf', () => {
  const stored = draftOf(credential({ kind: 'ssh-key', username: 'alice', privateKey: kept, passphrase: other }));

  it('sends what was typed instead of what is stored', () => {
    const replaced = { ...stored, passphrase: { ...stored.passphrase, text: 'new' } };
    expect(writtenOf(replaced).login).toMatchObject({ privateKey: kept, passphrase: 'new' });
  });

  it('takes an empty passphrase for none', () => {
    const removed = { ...stored, passphrase: { ...stored.passphrase, text: '' } };
    expect(writtenOf(removed).login).toMatchObject({ privateKey: kept, passphrase: null });
  });

  it('sends nothing of another kind', () => {
    const changed = { ...stored, kind: 'password' as const, password: { kept: null, text: 'secret' } };
    expect(writtenOf(changed).login).toEqual({ kind: 'password', username: 'alice', domain: null, password: 'secret' });
  });
});

describe('missingSecret', () => {
  it('names the secret of the kind', () => {
    expect([...missingSecret(NEW_CREDENTIAL).keys()]).toEqual(['login.password']);
    expect([...missingSecret({ ...NEW_CREDENTIAL, kind: 'ssh-key' }).keys()]).toEqual(['login.privateKey']);
  });

  it('is content with one that is kept or typed', () => {
    expect(missingSecret(draftOf(credential({ kind: 'token', username: null, token: kept }))).size).toBe(0);
    expect(missingSecret({ ...NEW_CREDENTIAL, password: { kept: null, text: ' ' } }).size).toBe(0);
  });
});
