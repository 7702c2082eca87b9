import { describe, expect, it } from 'vitest';
import { keptSecretSchema, mapSecrets, newSecretSchema, sealedSecretSchema, writtenSecretSchema } from './secret.js';

describe('a secret', () => {
  it('is written as text or as what was read in its place', () => {
    expect(writtenSecretSchema.parse('geheim')).toEqual({ secret: 'geheim' });
    expect(writtenSecretSchema.parse({ keep: '0123456789abcdef' })).toEqual({ keep: '0123456789abcdef' });
  });

  it.each<[unknown]>([[''], [7], [null], [{}], [{ secret: 'x' }]])(
    'is refused as %j, without being repeated',
    (written) => {
      const { error } = writtenSecretSchema.safeParse(written);
      expect(error?.issues.map(({ message }) => message)).toEqual([
        'must be a text of 1 to 8192 characters, or the {"keep":"…"} that was read in its place',
      ]);
    },
  );

  it('is refused when it is too long or stands for none', () => {
    expect(writtenSecretSchema.safeParse('x'.repeat(8193)).success).toBe(false);
    const { error } = writtenSecretSchema.safeParse({ keep: 'ABC' });
    expect(error?.issues[0]?.path).toEqual(['keep']);
    expect(error?.issues[0]?.message).toContain('16 hexadecimal digits');
  });
});

describe('mapSecrets', () => {
  const settings = {
    host: 'h',
    port: 25,
    password: { secret: 'a' },
    none: null,
    relays: [{ password: { secret: 'b' } }, { password: null, tags: ['x'] }],
  };

  it('replaces the secrets of one form at every depth, and says where they stand', () => {
    const paths: string[] = [];
    const mapped = mapSecrets(settings, newSecretSchema, ({ secret }, path) => {
      paths.push(path);
      return { sealed: secret.toUpperCase() };
    });
    expect(mapped).toEqual({
      ...settings,
      password: { sealed: 'A' },
      relays: [{ password: { sealed: 'B' } }, { password: null, tags: ['x'] }],
    });
    expect(paths).toEqual(['password', 'relays.0.password']);
  });

  it('leaves secrets of another form, and what it was given, alone', () => {
    const before = structuredClone(settings);
    expect(mapSecrets(settings, sealedSecretSchema, () => 'x')).toEqual(before);
    expect(mapSecrets(settings, keptSecretSchema, () => 'x')).toEqual(before);
    expect(settings).toEqual(before);
  });
});
