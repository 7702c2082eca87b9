import { describe, expect, it } from 'vitest';
import type { AddressGate, Visit } from './address-gate.js';
import { AddressBusyError, ProbeUnavailableError } from './errors.js';
import { probe } from './probe.js';
import { aTarget, closedPort, greets, scriptedServer, stuckListener } from './scripted-server.fixture.js';

/** A gate whose every visit waits until the test admits or refuses it. */
class ManualGate implements AddressGate {
  readonly visits: { address: string; turn: (error: ProbeUnavailableError | null) => void; left: number }[] = [];

  constructor(private readonly open: readonly string[] = []) {}

  visit(address: string, onTurn: (error: ProbeUnavailableError | null) => void): Visit {
    const visit = { address, turn: onTurn, left: 0 };
    this.visits.push(visit);
    return { admitted: this.open.includes(address), leave: () => (visit.left += 1) };
  }

  async visited(count: number): Promise<void> {
    await expect.poll(() => this.visits.length).toBe(count);
  }
}

const twoAddresses = (first: string, second: string) => () =>
  Promise.resolve([first, second].map((address) => ({ address, family: 4 as const })));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a probe at a gate', () => {
  it('leaves when its connection is closed, and not before', async () => {
    const gate = new ManualGate(['127.0.0.1']);
    const { target } = await scriptedServer(async (peer) => {
      expect(gate.visits.map(({ left }) => left)).toEqual([0]);
      await greets('220 mx\r\n')(peer);
    });
    expect((await probe(target(), { maxTestDurationMs: 5000, gate })).ok).toBe(true);
    await expect.poll(() => gate.visits[0]?.left).toBe(1);
  });

  it('waits for its turn, and the wait is no part of the test', async () => {
    const gate = new ManualGate();
    const { target, peers } = await scriptedServer(greets('220 mx\r\n'));
    const promise = probe(target(), { maxTestDurationMs: 300, gate });
    await gate.visited(1);
    await pause(600);
    expect(peers).toHaveLength(0);
    gate.visits[0]?.turn(null);
    const { ok, timings } = await promise;
    expect(ok).toBe(true);
    expect(timings.totalMs).toBeLessThan(300);
  });

  it('is not made when the gate does not let it in: nobody has failed', async () => {
    const gate = new ManualGate();
    const { target, peers } = await scriptedServer(greets('220 mx\r\n'));
    const promise = probe(target(), { maxTestDurationMs: 5000, gate });
    await gate.visited(1);
    gate.visits[0]?.turn(new ProbeUnavailableError('busy'));
    await expect(promise).rejects.toThrow(ProbeUnavailableError);
    expect(peers).toHaveLength(0);
  });

  it('blames no server if no time was left when it came to the gate', async () => {
    const gate = new ManualGate();
    const { port, peers } = await scriptedServer(greets('220 mx\r\n'));
    const maxTestDurationMs = 20;
    const lookup = () => {
      // Holds up the event loop, as a busy machine does.
      for (const from = performance.now(); performance.now() <= from + maxTestDurationMs;);
      return Promise.resolve([{ address: '127.0.0.1', family: 4 as const }]);
    };
    const promise = probe(aTarget({ host: 'mx.test', port }), { maxTestDurationMs, gate, lookup });
    await gate.visited(1);
    gate.visits[0]?.turn(null);
    await expect(promise).rejects.toThrow(AddressBusyError);
    expect(peers).toHaveLength(0);
    expect(gate.visits[0]?.left).toBe(1);
  });

  it('can be aborted while it waits, and gives its place up', async () => {
    const gate = new ManualGate();
    const { target } = await scriptedServer(greets('220 mx\r\n'));
    const aborter = new AbortController();
    const promise = probe(target(), { maxTestDurationMs: 5000, gate, signal: aborter.signal });
    await gate.visited(1);
    aborter.abort(new Error('stop'));
    await expect(promise).rejects.toThrow('stop');
    expect(gate.visits[0]?.left).toBe(1);
  });

  it('fails with the one address that was tried only if none was left out', async () => {
    const port = await closedPort();
    const gate = new ManualGate(['127.0.0.1']);
    const target = { ...(await scriptedServer(() => undefined)).target(), host: 'mx.test', port };
    const promise = probe(target, { maxTestDurationMs: 5000, gate, lookup: twoAddresses('127.0.0.1', '127.0.0.2') });
    await gate.visited(2);
    gate.visits[1]?.turn(new ProbeUnavailableError('busy'));
    await expect(promise).rejects.toThrow('busy');
  });

  it('goes on to a second address whose turn comes while the first is silent', async () => {
    const { port, target } = await scriptedServer(greets('220 mx\r\n'), '127.0.0.2');
    await stuckListener('127.0.0.1', port);
    const gate = new ManualGate(['127.0.0.1']);
    const promise = probe(
      { ...target(), host: 'mx.test' },
      { maxTestDurationMs: 5000, gate, lookup: twoAddresses('127.0.0.1', '127.0.0.2') },
    );
    await gate.visited(2);
    gate.visits[1]?.turn(null);
    expect(await promise).toMatchObject({ ok: true, target: { address: '127.0.0.2' } });
    await expect.poll(() => gate.visits.map(({ left }) => left)).toEqual([1, 1]);
  });

  describe('whose first address is silent until its time is up, while it waits for the second', () => {
    /** @param port on which something listens at the second address */
    async function begun(maxTestDurationMs: number, port: number) {
      await stuckListener('127.0.0.1', port);
      const gate = new ManualGate(['127.0.0.1']);
      const target = aTarget({ host: 'mx.test', port });
      const promise = probe(target, { maxTestDurationMs, gate, lookup: twoAddresses('127.0.0.1', '127.0.0.2') });
      promise.catch(() => undefined);
      await gate.visited(2);
      await expect.poll(() => gate.visits[0]?.left, { timeout: 4000 }).toBe(1);
      return { promise, turn: (error: ProbeUnavailableError | null) => gate.visits[1]?.turn(error) };
    }

    it('blames no server if the turn does not come', async () => {
      const { promise, turn } = await begun(600, await stuckListener('127.0.0.2'));
      turn(new AddressBusyError('127.0.0.2'));
      await expect(promise).rejects.toThrow(AddressBusyError);
    });

    it('gives the second all the time that it would have had', async () => {
      const { port } = await scriptedServer(greets('220 mx\r\n'), '127.0.0.2');
      const { promise, turn } = await begun(1500, port);
      turn(null);
      expect(await promise).toMatchObject({ ok: true, target: { address: '127.0.0.2' } });
    });

    it('fails if the second is silent for as long', async () => {
      const { promise, turn } = await begun(600, await stuckListener('127.0.0.2'));
      turn(null);
      const { failure, timings } = await promise;
      expect(failure).toMatchObject({ phase: 'connect', code: 'connect-timeout' });
      expect(timings.totalMs).toBeGreaterThanOrEqual(599);
    });
  });
});
