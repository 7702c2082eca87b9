import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeResult, ProbeTarget } from '@twotwenty/domain/probe';
import { probe, type ProbeOptions } from '@twotwenty/smtp/probe';
import { closedPort, startScriptedServer, startStuckListener } from '@twotwenty/testing/scripted-server';
import { describe, expect, it, type TestContext } from 'vitest';
import { describeServers, expectInTime, itHolds, resolvesTo, type ScriptedCase, usesPort } from './support/cases.js';
import { fails, type Outcome, outcomeOf, passes, type ReplyLines } from './support/expected.js';
import { expectSoundResult } from './support/invariants.js';
import { greets, LEFT, perform, type Step } from './support/steps.js';
import { aTarget } from './support/target.js';

const GREETING: ReplyLines = [220, 'mx.test'];
const GOOD = greets('220 mx.test\r\n');
const NAME = 'mx.test';
/** A millisecond for each of a thousand addresses, on a busy machine some more. */
const A_THOUSAND = { withinMs: 5_000 } as const;

/** Addresses of this machine on which nobody listens: 127.1.0.0 and those that follow. */
function deadAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `127.1.${Math.floor(i / 250)}.${(i % 250) + 1}`);
}

/** A server on 127.0.0.1, and what the name resolves to. */
function found(name: string, addresses: readonly string[], target: Partial<ProbeTarget> = {}): ScriptedCase {
  const options = { lookup: resolvesTo(...addresses) };
  return { name, server: GOOD, target: { host: NAME, ...target }, options, told: passes(GREETING) };
}

const reached: ScriptedCase[] = [
  found('its only address', ['127.0.0.1']),
  found('the second, for the first refuses', ['127.1.0.1', '127.0.0.1']),
  found('the last of fifty, for the others refuse', [...deadAddresses(49), '127.0.0.1']),
  { ...found('the last of a thousand, for the others refuse', [...deadAddresses(999), '127.0.0.1']), ends: A_THOUSAND },
  found('the first of a thousand', ['127.0.0.1', ...deadAddresses(999)]),
  found('an address that is found three times, once', ['127.0.0.1', '127.0.0.1', '127.0.0.1']),
  found('IPv4, for IPv6 refuses', ['127.0.0.1', '::1']),
  found('IPv4 only, where that is asked for', ['::1', '127.0.0.1'], { addressFamily: 'ipv4' }),
  { ...found('IPv6, before IPv4', ['127.0.0.1', '::1']), listensOn: '::1' },
  { ...found('IPv6 only, where that is asked for', ['127.0.0.1', '::1'], { addressFamily: 'ipv6' }), listensOn: '::1' },
  { name: 'an IPv6 address that is no name', server: GOOD, listensOn: '::1', told: passes(GREETING) },
  {
    name: 'an IPv6 address in full',
    server: GOOD,
    listensOn: '::1',
    target: { host: '0:0:0:0:0:0:0:1' },
    told: passes(GREETING),
  },
  {
    name: 'an IPv4 address inside an IPv6 one',
    server: GOOD,
    target: { host: '::ffff:127.0.0.1' },
    told: passes(GREETING),
  },
];

const slowLookups: ScriptedCase[] = [
  {
    name: 'after 300 ms, and the rest is as usual',
    server: GOOD,
    target: { host: NAME },
    options: { lookup: async () => sleep(300, [{ address: '127.0.0.1', family: 4 }]) },
    ends: { afterMs: 300 },
    told: passes(GREETING),
  },
  {
    name: 'after 300 ms, and leaves the server 200 ms of the deadline',
    server: [LEFT],
    target: { host: NAME },
    options: { lookup: async () => sleep(300, [{ address: '127.0.0.1', family: 4 }]) },
    ends: { deadlineMs: 500 },
    told: fails('greeting server-silent'),
  },
];

const NOWHERE = { end: 'never connected' } as const satisfies Partial<Outcome>;

/** A probe of what no server answers. */
async function probes(
  target: Partial<ProbeTarget>,
  options: Partial<ProbeOptions>,
  ends: ScriptedCase['ends'] = 'at once',
): Promise<ProbeResult> {
  const maxTestDurationMs = ends !== 'at once' && 'deadlineMs' in ends ? ends.deadlineMs : 8_000;
  const before = performance.now();
  const result = await probe(aTarget(target), { maxTestDurationMs, ...options });
  const elapsedMs = performance.now() - before;
  expectInTime(elapsedMs, ends);
  expectSoundResult(result, elapsedMs);
  return result;
}

/** A firewall that drops what is sent to one address; to every address of 127.0.0.0/8 with 0.0.0.0. */
async function drops({ task, onTestFinished }: TestContext, host: string, port = 0): Promise<number> {
  const listener = await startStuckListener(host, port);
  onTestFinished(() => listener.stop());
  usesPort(task.name, listener.port);
  return listener.port;
}

/** A server on one address. */
async function serves({ task, onTestFinished }: TestContext, steps: readonly Step[], host = '127.0.0.1', port = 0) {
  const server = await startScriptedServer((peer) => perform(steps, peer), host, port);
  onTestFinished(() => server.stop());
  usesPort(task.name, server.port);
  return server;
}

function failsWith(code: string): NonNullable<ProbeOptions['lookup']> {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

const lookups: readonly (readonly [
  name: string,
  code: Parameters<typeof fails>[0],
  lookup: NonNullable<ProbeOptions['lookup']>,
])[] = [
  ['does not exist', 'dns dns-not-found', failsWith('ENOTFOUND')],
  ['has no address', 'dns dns-no-address', resolvesTo()],
  ['has no record of the kind', 'dns dns-no-address', failsWith('ENODATA')],
  ['is not answered for by the name server', 'dns dns-failed', failsWith('ESERVFAIL')],
  ['is refused by the name server', 'dns dns-failed', failsWith('EREFUSED')],
  ['cannot be asked for now', 'dns dns-failed', failsWith('EAI_AGAIN')],
  ['is not answered for in the time of the resolver', 'dns dns-timeout', failsWith('ETIMEOUT')],
];

describeServers('a network', () => {
  describe('leads to', () => itHolds(reached));
  describe('is slow to look up a name:', () => itHolds(slowLookups));

  describe('without the name, which', () => {
    it.concurrent.each(lookups)('%s', async (_name, verdict, lookup) => {
      const result = await probes({ host: NAME }, { lookup });
      expect(outcomeOf(result, undefined)).toEqual(fails(verdict, NOWHERE));
      expect(result.timings).toMatchObject({ connectMs: null, greetingMs: null, quitMs: null });
    });

    it.concurrent('is never looked up', async () => {
      const lookup = () => new Promise<never>(() => undefined);
      const result = await probes({ host: NAME }, { lookup }, { deadlineMs: 300 });
      expect(outcomeOf(result, undefined)).toEqual(fails('dns dns-timeout', NOWHERE));
    });

    it.concurrent('is found after the deadline: nobody is called any more', async (context) => {
      const server = await serves(context, GOOD);
      const lookup = async () => sleep(600, [{ address: '127.0.0.1', family: 4 as const }]);
      const result = await probes({ host: NAME, port: server.port }, { lookup }, { deadlineMs: 300 });
      expect(outcomeOf(result, undefined)).toEqual(fails('dns dns-timeout', NOWHERE));
      await sleep(500);
      expect(server.peers).toHaveLength(0);
    });

    it.concurrent.each([
      ['ipv4', '::1'],
      ['ipv6', '127.0.0.1'],
    ] as const)('has no address of the family %s', async (addressFamily, address) => {
      const result = await probes({ host: NAME, addressFamily }, { lookup: resolvesTo(address) });
      expect(outcomeOf(result, undefined)).toEqual(fails('dns dns-no-address', NOWHERE));
    });
  });

  describe('leads nowhere:', () => {
    it.concurrent('nobody listens', async () => {
      const result = await probes({ port: await closedPort() }, {});
      expect(outcomeOf(result, undefined)).toEqual(fails('connect connect-refused', NOWHERE));
      expect(result.target.address).toBeNull();
    });

    it.concurrent('nobody listens on any of a thousand addresses', async () => {
      const target = { host: NAME, port: await closedPort() };
      const result = await probes(target, { lookup: resolvesTo(...deadAddresses(1000)) }, A_THOUSAND);
      expect(outcomeOf(result, undefined)).toEqual(fails('connect connect-refused', NOWHERE));
      const remarks = result.transcript.map(({ text }) => text.replace(/127\.1\.0\.\d/, '…'));
      const each = 'cannot connect to …: ECONNREFUSED';
      expect(remarks.slice(0, -1)).toEqual([...Array<string>(8).fill(each), 'nor to further addresses']);
    });

    it.concurrent('nobody listens, by IPv4 and by IPv6', async () => {
      const target = { host: NAME, port: await closedPort() };
      const result = await probes(target, { lookup: resolvesTo('::1', '127.0.0.1') });
      expect(outcomeOf(result, undefined)).toEqual(fails('connect connect-refused', NOWHERE));
      expect(result.failure?.message).toMatch(/::1 .*127\.0\.0\.1 /);
    });

    it.concurrent('a firewall drops', async (context) => {
      const port = await drops(context, '127.0.0.1');
      const result = await probes({ port }, {}, { deadlineMs: 400 });
      expect(outcomeOf(result, undefined)).toEqual(fails('connect connect-timeout', NOWHERE));
    });

    it.concurrent('a firewall drops for each of a thousand addresses', async (context) => {
      const port = await drops(context, '0.0.0.0');
      const lookup = resolvesTo(...deadAddresses(1000));
      const result = await probes({ host: NAME, port }, { lookup }, { deadlineMs: 900 });
      expect(outcomeOf(result, undefined)).toEqual(fails('connect connect-timeout', NOWHERE));
      // One more every 250 ms (RFC 8305 §5), not a thousand at once.
      expect(result.failure?.message.match(/no answer/g)).toHaveLength(4);
    });

    it.concurrent('one address refuses, and a firewall drops for the other', async (context) => {
      const port = await drops(context, '127.0.0.2');
      const lookup = resolvesTo('127.0.0.2', '127.0.0.3');
      const result = await probes({ host: NAME, port }, { lookup }, { deadlineMs: 600 });
      // What came from the host itself tells most.
      expect(outcomeOf(result, undefined)).toEqual(fails('connect connect-refused', NOWHERE));
      expect(result.failure?.message).toMatch(/127\.0\.0\.2 .*127\.0\.0\.3 |127\.0\.0\.3 .*127\.0\.0\.2 /);
    });
  });

  describe('drops', () => {
    it.concurrent.for([
      ['for the first of two addresses', ['127.0.0.2'], ['127.0.0.2', '127.0.0.1'], 250],
      ['for the first, and the second refuses', ['127.0.0.2'], ['127.0.0.2', '127.1.0.1', '127.0.0.1'], 250],
      ['for two of three', ['127.0.0.2', '127.0.0.3'], ['127.0.0.2', '127.0.0.3', '127.0.0.1'], 500],
      ['for IPv6', ['::1'], ['::1', '127.0.0.1'], 250],
    ] as const)('%s', async ([, dropping, addresses, afterMs], context) => {
      const server = await serves(context, GOOD);
      for (const host of dropping) await drops(context, host, server.port);
      const { port } = server;
      const result = await probes({ host: NAME, port }, { lookup: resolvesTo(...addresses) }, { afterMs });
      await server.peers[0]?.left();
      // Each address that drops costs 250 ms (RFC 8305 §5), and is given up once another is up.
      expect(outcomeOf(result, server.peers[0])).toEqual(passes(GREETING));
      expect(result.target.address).toBe('127.0.0.1');
      expect(server.peers).toHaveLength(1);
    });
  });

  describe('changes', () => {
    it.concurrent('the address of the name between two probes', async (context) => {
      const before = await serves(context, GOOD, '127.0.0.1');
      const after = await serves(context, GOOD, '127.0.0.2', before.port);
      const target = { host: NAME, port: before.port };
      const first = await probes(target, { lookup: resolvesTo('127.0.0.1') });
      const second = await probes(target, { lookup: resolvesTo('127.0.0.2') });
      expect([first, second].map((result) => result.target.address)).toEqual(['127.0.0.1', '127.0.0.2']);
      expect([before.peers.length, after.peers.length]).toEqual([1, 1]);
    });

    it.concurrent('from a server to none', async (context) => {
      const server = await serves(context, GOOD);
      const first = await probes({ port: server.port }, {});
      await server.peers[0]?.left();
      server.stop();
      const second = await probes({ port: server.port }, {});
      expect(outcomeOf(first, server.peers[0])).toEqual(passes(GREETING));
      expect(outcomeOf(second, undefined)).toEqual(fails('connect connect-refused', NOWHERE));
    });

    it.concurrent('nothing about a session once it is up: the second address is not tried', async (context) => {
      const bad = await serves(context, greets('554 no\r\n'), '127.0.0.1');
      const good = await serves(context, GOOD, '127.0.0.2', bad.port);
      const result = await probes({ host: NAME, port: bad.port }, { lookup: resolvesTo('127.0.0.1', '127.0.0.2') });
      expect(result).toMatchObject({ failure: { code: 'greeting-no-service' }, target: { address: '127.0.0.1' } });
      expect([bad.peers.length, good.peers.length]).toEqual([1, 0]);
    });
  });
});
