import { generateKeyPairSync } from 'node:crypto';
import { newSshKeyPair } from '@twotwenty/testing/ssh-key';
import { describe, expect, test } from 'vitest';
import { openPrivateKey } from './private-key.js';

const string = (content: Buffer | string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(content));
  return Buffer.concat([length, Buffer.from(content)]);
};

/** The head of a key in OpenSSH's format whose passphrase takes so many rounds. */
function keyWithRounds(rounds: number): string {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(rounds);
  const options = Buffer.concat([string('sixteen bytes...'), count]);
  const blob = [Buffer.from('openssh-key-v1\0'), string('aes256-ctr'), string('bcrypt'), string(options)];
  const text = Buffer.concat(blob).toString('base64');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${text}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

test('a key opens with its passphrase', () => {
  const { private: key } = newSshKeyPair({ passphrase: 'sesame', rounds: 4 });
  expect(openPrivateKey(key, 'sesame').type).toBe('ecdsa-sha2-nistp256');
  expect(() => openPrivateKey(key, 'other')).toThrow('its passphrase is wrong');
  expect(() => openPrivateKey(key, null)).toThrow('it needs a passphrase');
});

test('an RSA key in the older PEM opens', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  expect(openPrivateKey(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), null).type).toBe('ssh-rsa');
});

describe('a key is refused', () => {
  test('whose passphrase would keep everything else waiting', () => {
    expect(() => openPrivateKey(keyWithRounds(4_000_000_000), 'sesame')).toThrow('takes more than 150 rounds');
    expect(() => openPrivateKey(keyWithRounds(16), 'sesame')).not.toThrow('rounds');
  });

  test.each(['', 'nonsense', keyWithRounds(16).slice(0, 60), keyWithRounds(16)])('that is none: %#', (text) => {
    expect(() => openPrivateKey(text, null)).toThrow(/^the private key can not be used: /);
  });
});
