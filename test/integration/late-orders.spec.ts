import { probeQueue } from '@twotwenty/contracts/queues';
import { startScriptedServer, type ScriptedServer } from '@twotwenty/testing/scripted-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLoneWorker, type LoneWorker } from '../support/lone-worker.js';

const JOBS = 30;
const ORDERS = 200;
const MAX_SESSIONS = 50;

describe('a worker whose orders are late', () => {
  let server: ScriptedServer;
  let worker: LoneWorker;

  beforeEach(async () => {
    server = await startScriptedServer(async (peer) => {
      await sleep(5);
      await peer.send('220 mx.test ESMTP\r\n');
      await peer.heard('QUIT\r\n');
      await peer.send('221 bye\r\n');
      peer.close();
    });
    worker = await startLoneWorker({
      maxSessions: MAX_SESSIONS,
      perAddress: { maxSessions: MAX_SESSIONS, pauseMs: 0 },
    });
  });
  afterEach(async () => {
    await worker.stop();
    server.stop();
  });

  const orderLate = (count: number): Promise<void> =>
    worker.order(count, '127.0.0.1', server.port, { dueAtMs: Date.now() - 2000 });

  const reported = (count: number): Promise<unknown> =>
    waitFor(() => Promise.resolve(worker.reports.length === count), { what: 'the first reports' });

  /** Has it make many more jobs of a size. @returns the most that it had in hand at once, as far as was seen */
  async function mostInHand(size: number): Promise<number> {
    const before = worker.reports.length;
    worker.line.stall();
    await Promise.all(Array.from({ length: JOBS }, () => orderLate(size)));
    worker.line.flow();
    let most = 0;
    const areMade = async (): Promise<boolean> => {
      most = Math.max(most, (await worker.queues.counts(probeQueue('default')))['active'] ?? 0);
      return worker.reports.length === before + JOBS * size;
    };
    await waitFor(areMade, { what: 'all reports', intervalMs: 2, timeoutMs: 60_000 });
    return most;
  }

  it('leaves nearly all of them in the queue, where others could have them, and makes them all', async () => {
    await orderLate(ORDERS);
    await reported(ORDERS);
    const most = await mostInHand(ORDERS);
    // One is fetched while another one ends.
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('takes as many small jobs at once as it may, so that it never waits for the queue', async () => {
    await orderLate(2);
    await reported(2);
    expect(await mostInHand(2)).toBeGreaterThan(4);
  });
});
