import fc from 'fast-check';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SealedSecretError, SecretBox, secretIdOf } from './secret-box.js';

const newKey = (): string => randomBytes(32).toString('base64');
const key = newKey();
const box = new SecretBox(key);

/** As the first version sealed: without the ids of key and secret. */
function sealV1(secret: string, place: string, withKey: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(withKey, 'base64'), nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1:${sealed.toString('base64')}`;
}

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
    expect(secretIdOf(sealed[0] ?? '')).not.toBe(secretIdOf(sealed[1] ?? ''));
    for (const text of sealed) {
      expect(text).toMatch(/^v2:[0-9a-f]{8}:[0-9a-f]{16}:[A-Za-z0-9+/]+=*$/);
      expect(Buffer.from(text.split(':')[3] ?? '', 'base64').toString('latin1')).not.toContain('geheim');
    }
  });

  it('names its key by the beginning of a hash', () => {
    const id = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 8);
    expect(box.keyId).toBe(id);
    expect(box.seal('geheim', 'a').split(':')[1]).toBe(id);
  });

  it('opens with the key and for the place of the sealing alone', () => {
    const sealed = box.seal('geheim', 'a');
    expect(() => box.open(sealed, 'b')).toThrow(SealedSecretError);
    expect(() => new SecretBox(newKey()).open(sealed, 'a')).toThrow(SealedSecretError);
    expect(new SecretBox(key).open(sealed, 'a')).toBe('geheim');
  });

  it('refuses whatever was changed, with the same error', () => {
    const sealed = box.seal('geheim', 'a');
    const [, keyId = '', secretId = '', content = ''] = sealed.split(':');
    const bytes = Buffer.from(content, 'base64');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(index) ^ change, index);
        const text = `v2:${keyId}:${secretId}:${changed.toString('base64')}`;
        expect(() => box.open(text, 'a')).toThrow(SealedSecretError);
      }),
    );
    const forged = [
      `v2:00000000:${secretId}:${content}`,
      `v2:${keyId}:0000000000000000:${content}`,
      `v1:${content}`,
      `v3:${keyId}:${secretId}:${content}`,
      `${sealed}:`,
      sealed.slice(0, 40),
      ...['', 'v1', 'v1:', 'v1:AAAA', 'v2:::', `v2:${keyId}:${secretId}:AAAA`, 'geheim'],
    ];
    for (const text of forged) expect(() => box.open(text, 'a')).toThrow(SealedSecretError);
  });

  it.each(['', 'short', randomBytes(31).toString('base64'), randomBytes(33).toString('base64')])(
    'takes no key such as %j',
    (wrong) => {
      expect(() => new SecretBox(wrong)).toThrow('SECRETS_KEY must be 32 bytes in base64');
      expect(() => new SecretBox(key, [wrong])).toThrow('SECRETS_KEYS_ACCEPTED must be 32 bytes in base64');
    },
  );
});

describe('a change of the key', () => {
  const next = newKey();
  const before = new SecretBox(key, [next]);
  const during = new SecretBox(next, [newKey(), key]);
  const after = new SecretBox(next);

  it('is seen by nobody: each opens what the other seals', () => {
    expect(during.open(before.seal('geheim', 'a'), 'a')).toBe('geheim');
    expect(before.open(during.seal('geheim', 'a'), 'a')).toBe('geheim');
  });

  it('seals again under the same id, so that the old key is not needed any more', () => {
    const sealed = before.seal('geheim', 'a');
    expect([before.isCurrent(sealed, 'a'), during.isCurrent(sealed, 'a')]).toEqual([true, false]);
    expect(before.isCurrent(sealed, 'b')).toBe(false);
    const again = during.reseal(sealed, 'a');
    expect(during.isCurrent(again, 'a')).toBe(true);
    expect(secretIdOf(again)).toBe(secretIdOf(sealed));
    expect(after.open(again, 'a')).toBe('geheim');
    expect(() => after.reseal(sealed, 'a')).toThrow(SealedSecretError);
    expect(() => during.reseal(sealed, 'b')).toThrow(SealedSecretError);
  });

  it('takes texts of the first version along, with what stood for them', () => {
    const sealed = sealV1('geheim', 'a', key);
    const fingerprint = createHash('sha256').update(sealed).digest('hex').slice(0, 16);
    for (const each of [before, during]) expect(each.open(sealed, 'a')).toBe('geheim');
    expect(() => after.open(sealed, 'a')).toThrow(SealedSecretError);
    expect(during.isCurrent(sealed, 'a')).toBe(false);
    expect(new SecretBox(key).isCurrent(sealed, 'a')).toBe(false);
    expect(secretIdOf(sealed)).toBe(fingerprint);
    expect(secretIdOf(during.reseal(sealed, 'a'))).toBe(fingerprint);
  });
});
