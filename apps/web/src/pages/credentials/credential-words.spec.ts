import { describe, expect, it } from 'vitest';
import { formatUser } from './credential-words.js';

const kept = { keep: '0123456789abcdef' };

describe('formatUser', () => {
  it('names the domain where there is one', () => {
    const login = { kind: 'password', username: 'alice', domain: null, password: kept } as const;
    expect(formatUser({ login })).toBe('alice');
    expect(formatUser({ login: { ...login, domain: 'EXAMPLE' } })).toBe('EXAMPLE\\alice');
  });

  it('knows the names of keys, and that tokens may have none', () => {
    expect(formatUser({ login: { kind: 'ssh-key', username: 'alice', privateKey: kept, passphrase: null } })).toBe(
      'alice',
    );
    expect(formatUser({ login: { kind: 'token', username: null, token: kept } })).toBeNull();
  });
});
