import { hostname } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { addressLiteral, hostFqdn } from './ehlo-name.js';

vi.mock('node:os', () => ({ hostname: vi.fn() }));

describe('hostFqdn', () => {
  it.each([
    ['probe1.example.com', 'probe1.example.com'],
    ['probe1.example.com.', 'probe1.example.com'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
  ])('takes %s', (name, expected) => {
    vi.mocked(hostname).mockReturnValue(name);
    expect(hostFqdn()).toBe(expected);
  });

  it.each(['probe1', 'localhost', 'localhost.localdomain', '192.0.2.1', 'a_b.example.com', '-a.example.com', ''])(
    'finds no domain in %j',
    (name) => {
      vi.mocked(hostname).mockReturnValue(name);
      expect(hostFqdn()).toBeNull();
    },
  );
});

describe('addressLiteral', () => {
  it.each([
    ['192.0.2.1', '[192.0.2.1]'],
    ['2001:db8::1', '[IPv6:2001:db8::1]'],
    ['fe80::1%eth0', '[IPv6:fe80::1]'],
    ['::ffff:192.0.2.1', '[192.0.2.1]'],
  ])('of %s is %s', (address, literal) => expect(addressLiteral(address)).toBe(literal));
});
