import { describe, expect, it } from 'vitest';
import { AddressRules } from './address-rules.js';

describe('AddressRules', () => {
  it.each([
    '127.0.0.1',
    '::1',
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.1',
    '192.0.2.1',
    'fd00::1',
    '2001:db8::1',
    '::ffff:10.0.0.1',
  ])('allows %s', (address) => {
    expect(new AddressRules().allows(address)).toBe(true);
  });

  it.each([
    '0.1.2.3',
    '169.254.0.1',
    '239.255.255.250',
    '255.255.255.255',
    '168.63.129.16',
    'febf::1',
    'fe80::1%eth0',
    'ff02::1',
    'fd20:ce::254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::169.254.169.254',
  ])('refuses %s', (address) => {
    expect(new AddressRules().allows(address)).toBe(false);
  });

  it('allows what a list opens, and no more', () => {
    const rules = new AddressRules(['169.254.10.0/24', 'fe80::5']);
    const allowed = ['169.254.10.1', '::ffff:169.254.10.1', '169.254.11.1', 'fe80::5', 'fe80::6'].map((each) =>
      rules.allows(each),
    );
    expect(allowed).toEqual([true, true, false, true, false]);
  });

  it.each(['hooks.test', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', 'fe80::/129', '10.0.0.0/x', ''])(
    'knows no network %j',
    (entry) => {
      expect(() => new AddressRules([entry])).toThrow(`"${entry}" is no address and no network`);
    },
  );
});
