import { describe, expect, it } from 'vitest';
import { addressLiteral, hostFqdn } from './ehlo-name.js';

describe('hostFqdn', () => {
  it.each([
    ['probe1.example.com', 'probe1.example.com'],
    ['probe1.example.com.', 'probe1.example.com'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
  ])('takes %s', (name, expected) => {
    expect(hostFqdn(name)).toBe(expected);
  });

  it.each(['probe1', 'localhost', 'localhost.localdomain', '192.0.2.1', 'a_b.example.com', '-a.example.com', ''])(
    'finds no domain in %j',
    (name) => {
      expect(hostFqdn(name)).toBeNull();
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
