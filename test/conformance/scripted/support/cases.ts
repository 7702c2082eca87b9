import { isIPv6 } from 'node:net';
import type { ProbeTarget } from '@twotwenty/domain/probe';
import { openSessions } from '../../../support/open-sessions.js';
import { probe, type ProbeOptions } from '@twotwenty/smtp/probe';
import type { Peer } from '@twotwenty/testing/scripted-peer';
import { type ScriptedServer, startScriptedServer } from '@twotwenty/testing/scripted-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, describe, expect, it } from 'vitest';
import { trustedCertificates } from './certificates.js';
import { type Outcome, outcomeOf } from './expected.js';
import { expectSoundResult } from './invariants.js';
import { EHLO_NAME, perform, type Step } from './steps.js';
import { aTarget } from './target.js';

/**
 * When a probe ends. `at once`: long before its deadline of 8 s; `withinMs`: the same for what costs the machine more.
 * Else after so many milliseconds: `deadlineMs` is given to the probe as its maximum test duration, `afterMs` is what
 * the server or the probe itself makes of it.
 */
export type Ends =
  'at once' | { readonly withinMs: number } | { readonly deadlineMs: number } | { readonly afterMs: number };

/** One server, and what the probe makes of it. */
export interface ScriptedCase {
  readonly name: string;
  readonly server: readonly Step[];
  readonly target?: Partial<ProbeTarget>;
  readonly options?: Partial<ProbeOptions>;
  readonly ends?: Ends;
  readonly told: Outcome;
  /** What the message of the failure tells. */
  readonly says?: string;
  /** Where the server listens; 127.0.0.1 by default. */
  readonly listensOn?: string;
}

const LONG_MS = 8_000;
const AT_ONCE_MS = 1_500;
/** How late a timer, the close and this process may be on a busy machine. */
const MARGIN_MS = 400;

/** Makes a test of each case; they run side by side. */
export function itHolds(cases: readonly ScriptedCase[]): void {
  for (const scripted of cases) it.concurrent(scripted.name, () => run(scripted));
}

async function run(scripted: ScriptedCase): Promise<void> {
  const host = scripted.listensOn ?? '127.0.0.1';
  const server = await startScriptedServer((peer) => perform(scripted.server, peer), host);
  usesPort(scripted.name, server.port);
  try {
    await holds(scripted, server, aTarget({ host, port: server.port, ...scripted.target }));
  } finally {
    server.stop();
  }
}

async function holds(scripted: ScriptedCase, server: ScriptedServer, target: ProbeTarget): Promise<void> {
  const { ends = 'at once', told, options } = scripted;
  const maxTestDurationMs = ends !== 'at once' && 'deadlineMs' in ends ? ends.deadlineMs : LONG_MS;
  const trust = target.security === 'none' ? {} : { trustedCertificates: await trustedCertificates() };
  const before = performance.now();
  const result = await probe(target, { ehloName: EHLO_NAME, maxTestDurationMs, ...trust, ...options });
  const elapsedMs = performance.now() - before;

  await untilLeft(server);
  expect(outcomeOf(result, server.peers[0])).toEqual(told);
  if (scripted.says !== undefined) expect(result.failure?.message).toContain(scripted.says);
  expect(server.peers).toHaveLength(1);
  expectInTime(elapsedMs, ends);
  expectSoundResult(result, elapsedMs);
  await expectServerToBeFree(server);
}

/** The probe's side has ended everywhere, and no socket of it is left. One that is not shows in what follows. */
async function untilLeft({ peers }: ScriptedServer): Promise<void> {
  const hasLeft = (peer: Peer): boolean => peer.end !== null;
  await waitFor(() => peers.length > 0 && peers.every(hasLeft), { what: 'the probe to leave', timeoutMs: 2_000 }).catch(
    () => undefined,
  );
}

/** The time that a probe took is as it should be. */
export function expectInTime(elapsedMs: number, ends: Ends): void {
  if (ends === 'at once' || 'withinMs' in ends) {
    expect(elapsedMs).toBeLessThan(ends === 'at once' ? AT_ONCE_MS : ends.withinMs);
    return;
  }
  const ms = 'deadlineMs' in ends ? ends.deadlineMs : ends.afterMs;
  expect(elapsedMs).toBeGreaterThanOrEqual(ms - 1);
  expect(elapsedMs).toBeLessThanOrEqual(ms + MARGIN_MS);
}

/** The server has no socket left once it has closed its side too. The kernel's count is looked at when all is over. */
async function expectServerToBeFree({ peers }: ScriptedServer): Promise<void> {
  for (const peer of peers) peer.close();
  const isFree = (): boolean => peers.every((peer) => peer.isClosed);
  await waitFor(isFree, { what: 'the server to be free of sessions', timeoutMs: 2_000 });
}

/** Which test has used which port. */
const tests = new Map<number, string>();

/**
 * Declares tests of servers that run side by side; when they are over, the kernel is asked whether a session of theirs
 * is left, on either side.
 */
export function describeServers(name: string, define: () => void): void {
  describe.concurrent(name, () => {
    define();
    afterAll(async () => {
      const left = async (): Promise<string[]> => {
        const open = await openSessions([...tests.keys()]);
        return open.map(({ port, side }) => `${tests.get(port)}: a socket of the ${side}`);
      };
      let seen: string[] = [];
      await waitFor(async () => (seen = await left()).length === 0, {
        what: 'all sessions to end',
        timeoutMs: 20_000,
      }).catch(() => undefined);
      expect(seen).toEqual([]);
    });
  });
}

/** Notes that a test uses a port on which no session may be left. */
export function usesPort(test: string, port: number): void {
  tests.set(port, test);
}

/** A lookup that finds these addresses, whatever the name. */
export function resolvesTo(...addresses: readonly string[]): NonNullable<ProbeOptions['lookup']> {
  return () => Promise.resolve(addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })));
}
