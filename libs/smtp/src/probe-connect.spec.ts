import { describe, expect, it } from 'vitest';
import type { Address } from './address-order.js';
import { connectFailureCode, isLocalShortage } from './connect-errors.js';
import { probe } from './probe.js';
import type { Lookup } from './resolve.js';
import { aTarget, closedPort, greets, scriptedServer, stuckListener } from './scripted-server.fixture.js';

const GENEROUS = { maxTestDurationMs: 10_000 };
const v4 = (address: string): Address => ({ address, family: 4 });
const v6 = (address: string): Address => ({ address, family: 6 });
const finds =
  (...addresses: Address[]): Lookup =>
  () =>
    Promise.resolve(addresses);
const failsWith =
  (code: string): Lookup =>
  () =>
    Promise.reject(Object.assign(new Error(code), { code }));

describe('name lookup', () => {
  it('is part of the test and timed apart', async () => {
    const { target } = await scriptedServer(greets('220 mx\r\n'));
    const result = await probe(target({ host: 'mx.example.com' }), { ...GENEROUS, lookup: finds(v4('127.0.0.1')) });
    expect(result).toMatchObject({ ok: true, target: { host: 'mx.example.com', address: '127.0.0.1' } });
    expect(result.timings.dnsMs).toBeGreaterThanOrEqual(0);
  });

  it('uses the system, /etc/hosts included', async () => {
    const { target } = await scriptedServer(greets('220 mx\r\n'));
    const result = await probe(target({ host: 'localhost', addressFamily: 'ipv4' }), GENEROUS);
    expect(result).toMatchObject({ ok: true, target: { address: '127.0.0.1' } });
  });

  it('is not made for an address', async () => {
    const { target } = await scriptedServer(greets('220 mx\r\n'));
    expect(await probe(target(), { ...GENEROUS, lookup: failsWith('EFAIL') })).toMatchObject({ ok: true });
  });

  it.each([
    ['any', 0],
    ['ipv4', 4],
    ['ipv6', 6],
  ] as const)('of addressFamily %s asks for family %i', async (addressFamily, family) => {
    const asked: number[] = [];
    const lookup: Lookup = (_name, each) => (asked.push(each), Promise.resolve([]));
    const result = await probe(aTarget({ host: 'mx.example.com', addressFamily }), { ...GENEROUS, lookup });
    expect(asked).toEqual([family]);
    expect(result.failure).toMatchObject({ phase: 'dns', code: 'dns-no-address' });
  });

  it.each([
    ['ENOTFOUND', 'dns-not-found'],
    ['EAI_ADDRFAMILY', 'dns-no-address'],
    ['EAI_AGAIN', 'dns-failed'],
    ['ESERVFAIL', 'dns-failed'],
    ['ETIMEOUT', 'dns-timeout'],
  ])('that fails with %s gives %s', async (errno, code) => {
    const result = await probe(aTarget({ host: 'mx.example.com' }), { ...GENEROUS, lookup: failsWith(errno) });
    expect(result).toMatchObject({ ok: false, failure: { phase: 'dns', code }, target: { address: null } });
    expect(result.failure?.message).toContain(errno);
    expect(result.timings).toMatchObject({ connectMs: null, greetingMs: null });
  });

  it('of an unknown name fails in phase dns', async () => {
    const { failure } = await probe(aTarget({ host: 'no-such-host.invalid' }), { maxTestDurationMs: 2000 });
    expect(failure?.phase).toBe('dns');
  });

  it('that never ends is given up at the deadline', async () => {
    const before = performance.now();
    const lookup: Lookup = () => new Promise(() => undefined);
    const result = await probe(aTarget({ host: 'mx.example.com' }), { maxTestDurationMs: 200, lookup });
    expect(result.failure).toMatchObject({ phase: 'dns', code: 'dns-timeout' });
    expect(performance.now() - before).toBeLessThan(700);
  });

  it('of an address of the other family gives no address', async () => {
    const result = await probe(aTarget({ host: '::1', addressFamily: 'ipv4' }), GENEROUS);
    expect(result.failure).toMatchObject({ phase: 'dns', code: 'dns-no-address' });
  });
});

describe('connecting', () => {
  it('reports a refused connection', async () => {
    const port = await closedPort();
    const result = await probe(aTarget({ port }), GENEROUS);
    expect(result).toMatchObject({
      ok: false,
      failure: { phase: 'connect', code: 'connect-refused' },
      reply: null,
      target: { address: null },
    });
    expect(result.timings.connectMs).toBeGreaterThanOrEqual(0);
    expect(result.transcript.map(({ text }) => text).join()).not.toContain('closed');
  });

  it('reports an unreachable network', async () => {
    // The limited broadcast address is never a destination of TCP.
    const { failure } = await probe(aTarget({ host: '255.255.255.255' }), GENEROUS);
    expect(failure?.phase).toBe('connect');
    expect(['connect-unreachable', 'connect-failed']).toContain(failure?.code);
  });

  it('tries all addresses, at once where the one before has failed', async () => {
    const { target } = await scriptedServer(greets('220 mx\r\n'));
    const lookup = finds(v6('::1'), v4('127.0.0.2'), v4('127.0.0.1'));
    const result = await probe(target({ host: 'mx.example.com' }), { ...GENEROUS, lookup });
    expect(result).toMatchObject({ ok: true, target: { address: '127.0.0.1' } });
    expect(result.timings.connectMs).toBeLessThan(450);
    expect(result.transcript.filter(({ text }) => text.includes('ECONNREFUSED'))).toHaveLength(2);
  });

  it('tries IPv6 first', async () => {
    const { target } = await scriptedServer(greets('220 mx\r\n'), '::1');
    const lookup = finds(v4('127.0.0.1'), v6('::1'));
    const result = await probe(target({ host: 'mx.example.com' }), { ...GENEROUS, lookup });
    expect(result).toMatchObject({ ok: true, target: { address: '::1' } });
    expect(result.transcript[0]?.text).toContain('connected');
  });

  it('gives up at the deadline', async () => {
    const port = await stuckListener('127.0.0.1');
    const before = performance.now();
    const { failure } = await probe(aTarget({ port }), { maxTestDurationMs: 300 });
    expect(failure).toMatchObject({ phase: 'connect', code: 'connect-timeout' });
    expect(performance.now() - before).toBeLessThan(700);
  });

  it('turns to the next address 250 ms after one that does not answer', async () => {
    const { target, port } = await scriptedServer(greets('220 mx\r\n'));
    await stuckListener('127.0.0.2', port);
    const lookup = finds(v4('127.0.0.2'), v4('127.0.0.1'));
    const result = await probe(target({ host: 'mx.example.com' }), { ...GENEROUS, lookup });
    expect(result).toMatchObject({ ok: true, target: { address: '127.0.0.1' } });
    expect(result.timings.connectMs).toBeGreaterThanOrEqual(249);
    expect(result.timings.connectMs).toBeLessThan(700);
  });

  it('names every address when none answers', async () => {
    const port = await closedPort();
    const lookup = finds(v6('::1'), v4('127.0.0.1'));
    const { failure } = await probe(aTarget({ host: 'mx.example.com', port }), { ...GENEROUS, lookup });
    expect(failure).toMatchObject({ phase: 'connect', code: 'connect-refused' });
    expect(failure?.message).toMatch(/::1 .*127\.0\.0\.1 /);
  });
});

describe('connect problems', () => {
  const problems = (...errnos: string[]) => errnos.map((errno) => ({ address: v4('192.0.2.1'), errno }));

  it('are reported by the most telling one', () => {
    expect(connectFailureCode(problems('ENETUNREACH', 'ECONNREFUSED'))).toBe('connect-refused');
    expect(connectFailureCode(problems('EHOSTUNREACH', 'ETIMEDOUT'))).toBe('connect-timeout');
    expect(connectFailureCode(problems('ENETUNREACH', 'EHOSTUNREACH'))).toBe('connect-unreachable');
    expect(connectFailureCode(problems('EPERM'))).toBe('connect-failed');
  });

  it('of this machine are told from those of the server', () => {
    expect(isLocalShortage({ address: v4('192.0.2.1'), errno: 'EMFILE' })).toBe(true);
    expect(isLocalShortage({ address: v4('192.0.2.1'), errno: 'EADDRNOTAVAIL' })).toBe(true);
    expect(isLocalShortage({ address: v6('2001:db8::1'), errno: 'EADDRNOTAVAIL' })).toBe(false);
    expect(isLocalShortage({ address: v4('192.0.2.1'), errno: 'ECONNREFUSED' })).toBe(false);
  });
});
