import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SealedSecretError, SecretBox } from './secret-box.js';

const key = randomBytes(32).toString('base64');
const box = new SecretBox(key);

describe('SecretBox', () => {
  it('opens what it sealed, for the same place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (secret, place) => {
        expect(box.open(box.seal(secret, place), place)).toBe(secret);
      }),
    );
  });

  it('seals the same secret differently each time, and shows nothing of it', () => {
    const sealed = [box.seal('geheim', 'a'), box.seal('geheim', 'a')];
    expect(sealed[0]).not.toBe(sealed[1]);
    for (const text of sealed) {
      expect(text).toMatch(/^v1:[A-Za-z0-9+/]+=*$/);
      expect(Buffer.from(text.slice(3), 'base64').toString('latin1')).not.toContain('geheim');
    }
  });

  it('opens with the key and for the place of the sealing alone', () => {
    const sealed = box.seal('geheim', 'a');
    expect(() => box.open(sealed, 'b')).toThrow(SealedSecretError);
    expect(() => new SecretBox(randomBytes(32).toString('base64')).open(sealed, 'a')).toThrow(SealedSecretError);
    expect(new SecretBox(key).open(sealed, 'a')).toBe('geheim');
  });

  it('refuses whatever was changed, with the same error', () => {
    const sealed = box.seal('geheim', 'a');
    const bytes = Buffer.from(sealed.slice(3), 'base64');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(index) ^ change, index);
        expect(() => box.open(`v1:${changed.toString('base64')}`, 'a')).toThrow(SealedSecretError);
      }),
    );
    for (const text of ['', 'v1', 'v1:', 'v1:AAAA', sealed.replace('v1', 'v2'), sealed.slice(0, 20), 'geheim']) {
      expect(() => box.open(text, 'a')).toThrow(SealedSecretError);
    }
  });

  it.each(['', 'short', randomBytes(31).toString('base64'), randomBytes(33).toString('base64')])(
    'takes no key such as %j',
    (wrong) => {
      expect(() => new SecretBox(wrong)).toThrow('SECRETS_KEY must be 32 bytes in base64');
    },
  );
});
