import { credentialSchema, type Credential, type CredentialUse } from '@twotwenty/contracts/credential';
import { describe, expect, it } from 'vitest';
import { credentialChoices } from './credential-choices.js';

const AT = '2026-01-02T03:04:05.000Z';
const ID = '00000000-0000-4000-8000-00000000000';
const kept = { keep: '0123456789abcdef' };

function credential(number: number, name: string, uses: CredentialUse[], login: object): Credential {
  return credentialSchema.parse({ id: `${ID}${number}`, name, uses, login, version: 1, createdAt: AT, updatedAt: AT });
}

const password = { kind: 'password', username: 'alice', password: kept };
const key = { kind: 'ssh-key', username: 'alice', privateKey: kept };
const all = [
  credential(1, 'Password', ['recovery'], password),
  credential(2, 'Key', ['recovery', 'smtp-auth'], key),
  credential(3, 'Relay', ['mail-relay'], password),
];
const none = { value: '', label: 'None: repairs are refused' };

describe('credentialChoices', () => {
  it('offers those for repairs, and says which the method can not use', () => {
    expect(credentialChoices(all, { method: 'windows-rpc', credentialId: null })).toEqual([
      none,
      { value: `${ID}1`, label: 'Password' },
      { value: `${ID}2`, label: 'Key: is of kind ssh-key, and windows-rpc takes password', disabled: true },
    ]);
  });

  it('keeps what is chosen, even if it may not be used any more, or is gone', () => {
    const values = (credentialId: string) =>
      credentialChoices(all, { method: 'ssh-systemd', credentialId }).map(({ value }) => value);
    expect(values(`${ID}3`)).toEqual(['', `${ID}1`, `${ID}2`, `${ID}3`]);
    expect(values(`${ID}4`)).toEqual(['', `${ID}1`, `${ID}2`, `${ID}4`]);
  });

  it('keeps what is chosen while nothing is known', () => {
    expect(credentialChoices(undefined, { method: 'ssh-systemd', credentialId: `${ID}1` })).toEqual([
      none,
      { value: `${ID}1`, label: 'Loading …' },
    ]);
  });
});
