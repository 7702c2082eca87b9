import type { ProbeReport } from '@twotwenty/contracts/jobs';
import { probeQueue } from '@twotwenty/contracts/queues';
import { waitFor } from '@twotwenty/testing/wait-for';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startLoneWorker, type LoneWorker } from '../support/lone-worker.js';

const PAUSE_MS = 20;

/** A mail server that knows how many visitors it had at once, and when each came. */
interface Host {
  readonly port: number;
  readonly arrivals: number[];
  readonly most: () => number;
}

async function startHost(address: string, receive: (socket: Socket) => void): Promise<Host> {
  let present = 0;
  let most = 0;
  const arrivals: number[] = [];
  const server = createServer((socket) => {
    arrivals.push(performance.now());
    present += 1;
    most = Math.max(most, present);
    let isPresent = true;
    const leave = (): void => {
      if (isPresent) present -= 1;
      isPresent = false;
    };
    socket.on('error', () => undefined);
    // Over for a mail server once it has said goodbye and closed, as it does first: what the client still sends, its kernel takes.
    socket.once('finish', leave);
    socket.once('close', leave);
    socket.on('data', () => socket.end('221 bye\r\n'));
    receive(socket);
  });
  server.listen(0, address);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, arrivals, most: () => most };
}

describe('a worker as a guest', () => {
  let worker: LoneWorker;

  beforeEach(async () => {
    worker = await startLoneWorker({ maxSessions: 4, perAddress: { maxSessions: 2, pauseMs: PAUSE_MS } });
  });
  afterEach(() => worker.stop());

  const reportsOf = (host: Host): ProbeReport[] => worker.reports.filter(({ monitor }) => monitor === host.port);

  it('holds two sessions at once with an address and begins them apart, and all of them are good tests', async () => {
    const host = await startHost('127.0.0.1', (socket) => setTimeout(() => socket.write('220 mx\r\n'), 30));
    await worker.order(40, '127.0.0.1', host.port);
    await waitFor(() => reportsOf(host).length === 40, { what: 'forty reports', timeoutMs: 15_000 });
    expect(host.most()).toBe(2);
    const span = (host.arrivals.at(-1) ?? 0) - (host.arrivals[0] ?? 0);
    // What the first one waited to be accepted is not known.
    expect(span).toBeGreaterThan(38 * PAUSE_MS);
    // Waiting is no part of the test: no session took longer than it took, although the last ones waited for most of a second.
    expect(reportsOf(host).every(({ passed, timings }) => passed && timings.totalMs < 500)).toBe(true);
    expect(Math.max(...reportsOf(host).map(({ latenessMs }) => latenessMs))).toBeGreaterThan(500);
  });

  it('tests others at once although an address has far more visitors than slots', async () => {
    const silent = await startHost('127.0.0.2', () => undefined);
    const healthy = await startHost('127.0.0.1', (socket) => socket.write('220 mx\r\n'));
    for (let job = 0; job < 2; job += 1) await worker.order(50, '127.0.0.2', silent.port);
    await waitFor(() => silent.arrivals.length >= 2, { what: 'the silent server to be busy' });
    await worker.order(10, '127.0.0.1', healthy.port);
    await waitFor(() => reportsOf(healthy).length === 10, { what: 'the reports of the healthy server' });
    // Fifty rounds of a second each would be needed for the silent one.
    expect(reportsOf(silent).length).toBeLessThan(20);
  });

  it('comes one at a time and less often where it was turned away', async () => {
    const strict = await startHost('127.0.0.1', (socket) => socket.end('421 4.7.0 too many connections\r\n'));
    await worker.order(10, '127.0.0.1', strict.port, { expiresAtMs: Date.now() + 3000 });
    await waitFor(() => reportsOf(strict).length >= 2, { what: 'two reports' });
    // Those whose turn does not come before they expire are not made, and count as no failure.
    await waitFor(async () => (await worker.queues.counts(probeQueue('default')))['active'] === 0, { what: 'an end' });
    await worker.stopWorker();
    expect(reportsOf(strict).length).toBeLessThanOrEqual(4);
    expect(strict.arrivals.length).toBe(reportsOf(strict).length);
  });
});
