import { waitFor } from '@twotwenty/testing/wait-for';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLoneWorker, type LoneWorker } from '../support/lone-worker.js';

/** Longer than an answer may take, and shorter than a session. */
const CUT_MS = 3000;
const MAX_TEST_DURATION_MS = 5000;

describe('a worker whose line to the queue and to its only target is cut', () => {
  let worker: LoneWorker;
  let target: Server;
  const visitors = new Set<Socket>();
  let isSilent = false;

  beforeEach(async () => {
    worker = await startLoneWorker({ maxSessions: 10, perAddress: { maxSessions: 10, pauseMs: 0 } });
    target = createServer((socket) => {
      visitors.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => visitors.delete(socket));
      socket.on('data', () => socket.end('221 bye\r\n'));
      if (!isSilent) socket.write('220 mx\r\n');
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
  });
  afterEach(async () => {
    isSilent = false;
    for (const socket of visitors) socket.destroy();
    target.close();
    await worker.stop();
  });

  const probe = (): Promise<void> => {
    const { port } = target.address() as AddressInfo;
    return worker.order(1, '127.0.0.1', port, { maxTestDurationMs: MAX_TEST_DURATION_MS });
  };
  /** One probe of the silent target. @param during what happens while its session is open */
  async function probeSilently(during: () => Promise<void>): Promise<unknown> {
    const earlier = worker.reports.length;
    isSilent = true;
    await probe();
    await waitFor(() => visitors.size > 0, { what: 'a session' });
    await during();
    await waitFor(() => worker.reports.length > earlier, { what: 'its report', timeoutMs: 15_000 });
    isSilent = false;
    return worker.reports.at(-1);
  }

  it('does not blame the target, and does so when the line was up', async () => {
    await probe();
    await waitFor(() => worker.reports.length === 1, { what: 'a first report' });
    expect(worker.reports[0]).toMatchObject({ passed: true, suspect: false });

    const inTheCut = await probeSilently(async () => {
      worker.line.stall();
      await sleep(CUT_MS);
      // Over long before the session: nothing is wrong any more when its failure is judged.
      worker.line.flow();
    });
    expect(inTheCut).toMatchObject({ passed: false, suspect: true, failure: { code: 'server-silent' } });

    const later = await probeSilently(() => Promise.resolve());
    expect(later).toMatchObject({ passed: false, suspect: false, failure: { code: 'server-silent' } });
  });
});
