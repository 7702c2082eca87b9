import type { CredentialInput, StoredLogin } from '@twotwenty/contracts/credential';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSettings } from './action-secrets.js';
import { openLogin, resealLogin, sealLogin, viewLogin } from './login-secrets.js';
import { SealedSecretError, SecretBox } from './secret-box.js';

const ID = '00000000-0000-4000-8000-000000000001';
const KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n';
const oldKey = randomBytes(32).toString('base64');
const box = new SecretBox(oldKey);

const withKey: CredentialInput['login'] = {
  kind: 'ssh-key',
  username: 'root',
  privateKey: { secret: KEY },
  passphrase: { secret: 'geheim' },
};

function seal(login: CredentialInput['login'], stored?: StoredLogin): StoredLogin {
  const sealed = sealLogin(ID, login, stored, box);
  expect(sealed.unknown).toEqual([]);
  return sealed.login;
}

describe('the secrets of a login', () => {
  it('are stored sealed, read as what stands for them and opened for use', () => {
    const stored = seal(withKey);
    expect(JSON.stringify([stored, viewLogin(stored)])).not.toMatch(/PRIVATE|geheim/);
    const keep = { keep: expect.stringMatching(/^[0-9a-f]{16}$/) as string };
    expect(viewLogin(stored)).toEqual({ kind: 'ssh-key', username: 'root', privateKey: keep, passphrase: keep });
    const plain = { kind: 'ssh-key', username: 'root', privateKey: KEY, passphrase: 'geheim' };
    expect(openLogin({ id: ID, login: stored }, box)).toEqual(plain);
  });

  it('are kept, each in its own field', () => {
    const stored = seal(withKey);
    const read = viewLogin(stored);
    const changed = seal({ ...read, username: 'admin' }, stored);
    expect(changed).toEqual({ ...stored, username: 'admin' });

    if (read.kind !== 'ssh-key' || read.passphrase === null) throw new Error('it is another login');
    const swapped = { ...read, privateKey: read.passphrase, passphrase: read.privateKey };
    expect(sealLogin(ID, swapped, stored, box).unknown).toEqual(['privateKey', 'passphrase']);
    const password = { kind: 'password' as const, username: 'x', domain: null, password: read.passphrase };
    expect(sealLogin(ID, password, stored, box).unknown).toEqual(['password']);
    expect(sealLogin(ID, read, undefined, box).unknown).toEqual(['privateKey', 'passphrase']);
  });

  it('open for their credential alone, also if an action has its id', () => {
    const login = seal(withKey);
    expect(() => openLogin({ id: ID.replace('1', '2'), login }, box)).toThrow(SealedSecretError);
    expect(() => openSettings({ id: ID, settings: login }, box)).toThrow(SealedSecretError);
    const other = new SecretBox(randomBytes(32).toString('base64'));
    expect(() => openLogin({ id: ID, login }, other)).toThrow(SealedSecretError);
  });

  it('are sealed again with another key, all but those that no key opens', () => {
    const login = seal(withKey);
    const next = new SecretBox(randomBytes(32).toString('base64'), [oldKey]);
    const again = resealLogin({ id: ID, login }, next);
    expect(again).toMatchObject({ resealed: 2, current: 0, unopened: [] });
    expect(openLogin({ id: ID, login: again.settings as StoredLogin }, next)).toMatchObject({ privateKey: KEY });
    expect(viewLogin(again.settings as StoredLogin)).toEqual(viewLogin(login));
    expect(resealLogin({ id: ID, login: again.settings as StoredLogin }, next)).toEqual({
      settings: again.settings,
      resealed: 0,
      current: 2,
      unopened: [],
    });

    if (login.kind !== 'ssh-key') throw new Error('it is another login');
    const broken = { ...login, passphrase: { sealed: box.seal('geheim', 'elsewhere') } };
    const half = resealLogin({ id: ID, login: broken }, next);
    expect(half).toMatchObject({ resealed: 1, unopened: ['passphrase'], settings: { passphrase: broken.passphrase } });
  });
});
