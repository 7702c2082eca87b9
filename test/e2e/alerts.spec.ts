import type { ActionRun } from '@twotwenty/contracts/action-run';
import type { Device } from '@twotwenty/contracts/device';
import type { Page } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { MailTestServer } from '@twotwenty/testing/mail-server-options';
import { startNodeSmtpServer } from '@twotwenty/testing/node-smtp-server';
import { freePort } from '@twotwenty/testing/ports';
import { createTestDatabase, type TestDatabase } from '@twotwenty/testing/postgres';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareApps, type AppProcesses } from '../support/app-processes.js';
import { startNoticeReceiver, type NoticeReceiver } from '../support/notice-receiver.js';

/** The monitored server is not the relay: that is the whole point. */
describe('alerts of a server that goes down and comes back', () => {
  let database: TestDatabase;
  let apps: AppProcesses;
  let watched: TestServer;
  let relay: MailTestServer;
  let receiver: NoticeReceiver;
  let odd: Server;
  const mails: string[] = [];
  const template = { subject: '{{kind}} {{alert}} of {{max-alerts}}: {{monitor}} is {{state}}', text: '{{reason}}' };

  beforeAll(async () => {
    database = await createTestDatabase('alerts');
    watched = await startSmtpSink();
    receiver = await startNoticeReceiver();
    relay = await startNodeSmtpServer({
      settings: {
        onMailFrom: ({ address }, _session, done) =>
          done(address.startsWith('refused') ? Object.assign(new Error('5.7.1 Not you'), { responseCode: 550 }) : null),
        onData: (stream, _session, done) =>
          void text(stream).then((mail) => {
            mails.push(mail);
            done();
          }),
      },
    });
    odd = createServer((request, response) => {
      if (request.url === '/never') return;
      response.writeHead(200);
      if (request.url === '/slow') response.write('wait');
      else response.end(Buffer.alloc(10 * 1024 * 1024, 'x'));
    });
    await once(odd.listen(0, '127.0.0.1'), 'listening');
    apps = await prepareApps({ databaseUrl: database.url, redisUrl: null });
    await Promise.all([apps.start('controller'), apps.start('evaluator'), apps.start('worker')]);
  });
  afterAll(async () => {
    odd.closeAllConnections();
    odd.close();
    await apps.stop();
    await Promise.all([watched.stop(), relay.stop(), receiver.close()]);
    await database.drop();
  });

  function email(from: string) {
    const settings = {
      from,
      to: ['team@example.com'],
      relays: [{ host: relay.host, port: relay.port, security: 'none' }],
    };
    return { id: randomUUID(), type: 'email', settings, onFailure: template, onRecovery: template };
  }

  function webhook(url: string, fields: object = {}) {
    return { id: randomUUID(), type: 'webhook', settings: { url }, ...fields };
  }

  async function createMonitor(name: string, port: number): Promise<Monitor> {
    const device = await apps.api<Device>('POST', '/devices', { name: `Device of ${name}`, address: '127.0.0.1' });
    return apps.api<Monitor>('POST', '/monitors', {
      deviceId: device.id,
      name,
      target: { host: '127.0.0.1', port },
      timing: { maxTestDurationSeconds: 5, delaySeconds: { up: 0.5, warn: 0.5, down: 0.5, lost: 0.5 } },
      notification: { failuresPerAlert: 3, maxAlerts: 3 },
    });
  }

  async function until(monitor: Monitor, seen: (state: Monitor['state']) => boolean, what: string): Promise<void> {
    await waitFor(async () => seen((await apps.api<Monitor>('GET', `/monitors/${monitor.id}`)).state), {
      timeoutMs: 30_000,
      intervalMs: 100,
      what,
    });
  }

  async function runsOf(alertId: string): Promise<ActionRun[]> {
    return (await apps.api<Page<ActionRun>>('GET', `/action-runs?alertId=${alertId}`)).items.reverse();
  }

  it('are told by mail and by webhook: three failures by their numbers, none in Lost, one recovery', async () => {
    const monitor = await createMonitor('MX 1', watched.port);
    const mail = email('monitor@example.com');
    const hook = webhook(receiver.url, { range: '2-' });
    const { id } = await apps.api<{ id: string }>('POST', '/alerts', {
      name: 'Mail team',
      assignment: { to: 'chosen', monitorIds: [monitor.id] },
      actions: [mail, hook],
    });
    await until(monitor, ({ status }) => status === 'up', 'the server up');
    await watched.stop();
    await until(monitor, ({ status, failures }) => status === 'lost' && failures >= 15, 'two more rounds in Lost');
    await watched.start();
    await until(monitor, ({ status }) => status === 'up', 'the server up again');
    await waitFor(async () => (await runsOf(id)).every(({ state }) => state !== 'pending'), {
      timeoutMs: 45_000,
      what: 'everything to be told',
    });
    const runs = await runsOf(id);
    expect(runs.map(({ actionId, kind, alertNumber, state }) => [actionId, kind, alertNumber, state])).toEqual([
      [mail.id, 'failure', 1, 'delivered'],
      [hook.id, 'failure', 1, 'skipped'],
      [mail.id, 'failure', 2, 'delivered'],
      [hook.id, 'failure', 2, 'delivered'],
      [mail.id, 'failure', 3, 'delivered'],
      [hook.id, 'failure', 3, 'delivered'],
      [mail.id, 'recovery', 3, 'delivered'],
      [hook.id, 'recovery', 3, 'delivered'],
    ]);
    expect(mails.map((source) => /^Subject: (.*)$/m.exec(source)?.[1]?.trim())).toEqual([
      'failure 1 of 3: MX 1 is Down',
      'failure 2 of 3: MX 1 is Down',
      'failure 3 of 3: MX 1 is Lost',
      'recovery 3 of 3: MX 1 is Up',
    ]);
    expect(receiver.received.map(({ kind, incidents }) => [kind, incidents[0]?.alert])).toEqual([
      ['failure', '2'],
      ['failure', '3'],
      ['recovery', '3'],
    ]);
    const keys = runs.flatMap(({ actionId, idempotencyKey }) => (actionId === hook.id ? [idempotencyKey] : []));
    expect(receiver.received.map(({ key }) => key)).toEqual(keys.slice(1));
  });

  it('reach who answers, whatever the others do', async () => {
    const { port } = odd.address() as AddressInfo;
    const before = receiver.received.length;
    const never = webhook(`http://127.0.0.1:${port}/never`);
    const slow = webhook(`http://127.0.0.1:${port}/slow`);
    const huge = webhook(`http://127.0.0.1:${port}/huge`);
    const refused = email('refused@example.com');
    const metadata = webhook('http://169.254.169.254/latest/meta-data/');
    const good = webhook(receiver.url);
    const monitor = await createMonitor('MX 2', await freePort());
    const { id } = await apps.api<{ id: string }>('POST', '/alerts', {
      name: 'Odd receivers',
      assignment: { to: 'chosen', monitorIds: [monitor.id] },
      actions: [never, slow, huge, refused, metadata, good],
    });
    const run = async (action: { id: string }): Promise<ActionRun | undefined> =>
      (await runsOf(id)).find(({ actionId, alertNumber }) => actionId === action.id && alertNumber === 1);
    const ended = async (action: { id: string }): Promise<ActionRun | undefined> => {
      await waitFor(async () => ((await run(action))?.state ?? 'pending') !== 'pending', {
        timeoutMs: 20_000,
        what: 'the run to end',
      });
      return run(action);
    };
    expect(await ended(good)).toMatchObject({ state: 'delivered' });
    expect(receiver.received.length).toBeGreaterThan(before);
    expect(await ended(huge)).toMatchObject({ state: 'delivered' });
    expect(await ended(refused)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('5.7.1 Not you') as unknown,
    });
    expect(await ended(metadata)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('169.254.169.254') as unknown,
    });
    expect(await run(never)).toMatchObject({ state: 'pending' });
    expect(await run(slow)).toMatchObject({ state: 'pending' });
  });
});
