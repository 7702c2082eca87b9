import { checkSelf } from '@twotwenty/smtp/self-check/check-self';
import { outwardAddresses } from '@twotwenty/smtp/self-check/outward-addresses';
import { startDnsServer, type DnsRecords } from '@twotwenty/testing/dns-server';
import { isIP } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

const REVERSE = '7.2.0.192.in-addr.arpa PTR';
const REVERSE_6 = '7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR';

async function check(records: DnsRecords, ehloName?: string, publicAddresses = ['192.0.2.7'], limitMs = 10_000) {
  const dns = await startDnsServer(records);
  onTestFinished(() => dns.stop());
  return checkSelf({ ehloName, publicAddresses, servers: [dns.address], limitMs });
}

describe('the self-check of a machine that probes', () => {
  it('finds nothing wrong with confirmed names of both families and an EHLO name that is one of them', async () => {
    const checked = await check(
      {
        [REVERSE]: ['Probe1.example.com', 'old.example.com'],
        [REVERSE_6]: ['probe1.example.com'],
        'probe1.example.com A': ['192.0.2.7'],
        'probe1.example.com AAAA': ['2001:db8::7'],
        'old.example.com A': ['192.0.2.99'],
      },
      'probe1.example.com',
      ['192.0.2.7', '2001:DB8:0::7'],
    );
    expect(checked).toMatchObject({ ehloName: 'probe1.example.com', ehloNameSource: 'configured', findings: [] });
    expect(checked.addresses).toMatchObject([
      {
        address: '192.0.2.7',
        source: 'configured',
        ptrNames: ['Probe1.example.com', 'old.example.com'],
        confirmedNames: ['Probe1.example.com'],
        ehloNameMatches: true,
        findings: [],
      },
      { confirmedNames: ['probe1.example.com'], ehloNameMatches: true, findings: [] },
    ]);
    expect(new Date(checked.checkedAt).toISOString()).toBe(checked.checkedAt);
  });

  it('is content with an EHLO name that has the address without being its name', async () => {
    const checked = await check(
      { [REVERSE]: ['a.example.com'], 'a.example.com A': ['192.0.2.7'], 'b.example.com A': ['192.0.2.7'] },
      'b.example.com',
    );
    expect(checked.addresses[0]).toMatchObject({ ehloNameMatches: true, findings: [] });
  });

  it.each([
    ['ptr-missing', { 'probe1.example.com A': ['192.0.2.7'] }, /^Ask whoever runs .* names probe1\.example\.com/],
    [
      'ptr-unconfirmed',
      { [REVERSE]: ['pool7.example.net'], 'probe1.example.com A': ['192.0.2.7'] },
      /A record for pool7\.example\.net with 192\.0\.2\.7/,
    ],
    [
      'ehlo-mismatch',
      { [REVERSE]: ['a.example.com'], 'a.example.com A': ['192.0.2.7'], 'probe1.example.com A': ['192.0.2.8'] },
      /Set EHLO_NAME to a\.example\.com/,
    ],
    [
      'ehlo-unresolvable',
      { [REVERSE]: ['a.example.com'], 'a.example.com A': ['192.0.2.7'] },
      /Add an A record for probe1\.example\.com with 192\.0\.2\.7/,
    ],
    ['dns-failed', { [REVERSE]: 'SERVFAIL', 'probe1.example.com A': ['192.0.2.7'] }, /name servers/],
  ] as const)('advises about %s', async (code, records, fix) => {
    const { addresses } = await check(records, 'probe1.example.com');
    expect(addresses[0]?.findings.map((finding) => finding.code)).toEqual([code]);
    expect(addresses[0]?.findings[0]?.fix).toMatch(fix);
  });

  it('takes neither the root nor what can not be a name for a name', async () => {
    const { addresses } = await check({ [REVERSE]: ['.'] }, 'probe1..example.com');
    expect(addresses[0]?.ptrNames).toEqual([]);
    expect(addresses[0]?.findings.map(({ code }) => code)).toEqual(['ptr-missing', 'ehlo-unresolvable']);
  });

  it('ends in time when the DNS is silent, and says so', async () => {
    const begun = performance.now();
    const checked = await check({ [REVERSE]: 'silence' }, '[192.0.2.7]', ['192.0.2.7'], 300);
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(checked.addresses[0]?.findings).toMatchObject([
      { code: 'dns-failed', message: expect.stringContaining('PTR of 192.0.2.7') as string },
    ]);
    expect(checked.findings).toMatchObject([{ code: 'ehlo-literal' }]);
    expect(checked.addresses[0]?.ehloNameMatches).toBe(true);
  });

  it('takes the addresses with which this machine leaves, and looks up those that servers can see', async () => {
    const own = await outwardAddresses();
    expect(own.every((address) => isIP(address) !== 0)).toBe(true);
    const dns = await startDnsServer({});
    onTestFinished(() => dns.stop());
    const checked = await checkSelf({ servers: [dns.address] });
    expect(checked.addresses.map(({ address }) => address)).toEqual(own);
    if (own.length === 0) expect(checked.findings.map(({ code }) => code)).toContain('address-unknown');
  });
});
