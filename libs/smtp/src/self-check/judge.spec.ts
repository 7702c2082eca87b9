import { describe, expect, it } from 'vitest';
import { canonicalAddress, isPublicAddress, reverseName } from './addresses.js';
import { finding, SELF_CHECK_FINDINGS, type SelfCheckCode } from './findings.js';
import { judge, type AddressFacts, type Answer } from './judge.js';

const records = (...found: string[]): Answer => ({ records: found, trouble: null });

function address(facts: Partial<AddressFacts>): AddressFacts {
  return { address: '192.0.2.7', source: 'configured', ptr: records(), forward: new Map(), ...facts };
}

const self = { ehloNameSource: 'configured', checkedAt: '2026-01-01T00:00:00.000Z' } as const;

describe('judge', () => {
  it('says nothing of an address that servers do not see but that', () => {
    const own = address({ address: '10.0.0.7', source: 'own', ptr: null });
    const { addresses } = judge({ ...self, ehloName: 'a.test', ehloAddresses: records(), addresses: [own] });
    expect(addresses[0]?.findings.map(({ code }) => code)).toEqual(['address-private']);
    expect(addresses[0]?.findings[0]?.fix).toContain('PUBLIC_ADDRESSES');
  });

  it('tells of a machine without a name or a way out', () => {
    const { findings } = judge({
      ...self,
      ehloName: null,
      ehloNameSource: 'literal',
      ehloAddresses: null,
      addresses: [],
    });
    expect(findings.map(({ code }) => code)).toEqual(['address-unknown', 'ehlo-literal']);
  });

  it('does not call a name wrong that could not be looked up', () => {
    const trouble: Answer = { records: null, trouble: 'A of a.test (ESERVFAIL)' };
    const confirmed = address({ ptr: records('b.test'), forward: new Map([['b.test', records('192.0.2.7')]]) });
    const checked = judge({ ...self, ehloName: 'a.test', ehloAddresses: trouble, addresses: [confirmed] });
    expect(checked.findings.map(({ code }) => code)).toEqual(['dns-failed']);
    expect(checked.addresses[0]).toMatchObject({ ehloNameMatches: false, findings: [] });
  });

  it('takes a literal of the address for a match, however it is written', () => {
    const facts = { ...self, ehloName: '[IPv6:2001:DB8:0:0::7]', ehloAddresses: null };
    const { addresses } = judge({ ...facts, addresses: [address({ address: '2001:db8::7' })] });
    expect(addresses[0]?.ehloNameMatches).toBe(true);
  });

  it('advises no record for a literal', () => {
    const wrong = { ...self, ehloName: '[192.0.2.8]', ehloAddresses: null };
    const confirmed = address({ ptr: records('b.test'), forward: new Map([['b.test', records('192.0.2.7')]]) });
    const fixes = [address({}), confirmed].map((each) => {
      const [checked] = judge({ ...wrong, addresses: [each] }).addresses;
      return checked?.findings.find(({ code }) => code === 'ehlo-mismatch')?.fix;
    });
    expect(fixes).toEqual(['Set EHLO_NAME to a name that has 192.0.2.7.', 'Set EHLO_NAME to b.test.']);
  });
});

describe('the table of findings', () => {
  const codes = Object.keys(SELF_CHECK_FINDINGS) as SelfCheckCode[];

  it.each(codes)('%s says what is and what to do, in whole sentences', (code) => {
    const context = { address: '192.0.2.7', ehloName: 'a.test', names: ['b.test'], detail: 'PTR (ETIMEOUT)' };
    const { message, fix } = finding(code, context);
    for (const sentence of [message, fix]) {
      expect(sentence).toMatch(/^.*[a-z0-9)]\.$/);
      expect(sentence).not.toMatch(/undefined|null/);
    }
  });
});

describe('addresses', () => {
  it.each([
    ['8.8.8.8', true],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['169.254.1.1', false],
    ['172.31.0.1', false],
    ['172.32.0.1', true],
    ['192.0.2.1', false],
    ['192.168.1.1', false],
    ['2606:4700::1', true],
    ['2001:db8::1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['::1', false],
  ])('%s is public: %s', (text, expected) => {
    expect(isPublicAddress(text)).toBe(expected);
  });

  it('have one form and a name in the reverse DNS', () => {
    expect(canonicalAddress('2001:DB8:0:0:0::1')).toBe('2001:db8::1');
    expect(reverseName('192.0.2.7')).toBe('7.2.0.192.in-addr.arpa');
    expect(reverseName('2001:db8::567:89ab')).toBe(
      'b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    );
    expect(reverseName('::1')).toMatch(/^1\.0\.0/);
  });
});
