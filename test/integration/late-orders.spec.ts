import { probeQueue } from '@twotwenty/contracts/queues';
import { startScriptedServer, type ScriptedServer } from '@twotwenty/testing/scripted-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLoneWorker, type LoneWorker } from '../support/lone-worker.js';

const JOBS = 30;
const ORDERS = 10;

describe('a worker whose orders are late', () => {
  let server: ScriptedServer;
  let worker: LoneWorker;

  beforeEach(async () => {
    server = await startScriptedServer(async (peer) => {
      await sleep(20);
      await peer.send('220 mx.test ESMTP\r\n');
      await peer.heard('QUIT\r\n');
      await peer.send('221 bye\r\n');
      peer.close();
    });
    worker = await startLoneWorker({ maxSessions: ORDERS, perAddress: { maxSessions: ORDERS, pauseMs: 0 } });
  });
  afterEach(async () => {
    await worker.stop();
    server.stop();
  });

  const orderLate = (count: number): Promise<void> =>
    worker.order(count, '127.0.0.1', server.port, { dueAtMs: Date.now() - 2000 });

  it('leaves nearly all of them in the queue, where others could have them, and makes them all', async () => {
    await orderLate(1);
    await waitFor(() => Promise.resolve(worker.reports.length === 1), { what: 'the first report' });
    await Promise.all(Array.from({ length: JOBS }, () => orderLate(ORDERS)));
    let most = 0;
    const areMade = async (): Promise<boolean> => {
      most = Math.max(most, (await worker.queues.counts(probeQueue('default')))['active'] ?? 0);
      return worker.reports.length === 1 + JOBS * ORDERS;
    };
    await waitFor(areMade, { what: 'all reports', intervalMs: 5 });
    // The one that was fetched before the worker knew is among them.
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });
});
