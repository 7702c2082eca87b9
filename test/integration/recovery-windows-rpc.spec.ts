import type { RecoveryMethod } from '@twotwenty/actions/recovery/recovery-method';
import { processService } from '@twotwenty/testing/process-service';
import { type SambaMachine, startSambaMachine } from '@twotwenty/testing/samba';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import type { TestServer } from '@twotwenty/testing/server-process';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordingContext, targetOf, windowsRpcMethod } from '../support/windows-rpc.js';

const store = processService({ displayName: 'Information "Store" – Köln' });
const transport = processService();
const frail = processService({ start: () => Promise.reject(new Error('does not come up')) });
const stuck = processService({ stop: () => new Promise<void>(() => undefined) });
const unable = processService();
let mail: TestServer;
let machine: SambaMachine;
let method: RecoveryMethod;

beforeAll(async () => {
  mail = await startSmtpSink();
  machine = await startSambaMachine({
    services: {
      SMTPSVC: mail,
      MSExchangeIS: store,
      MSExchangeTransport: transport,
      'Frail service': frail,
      'A service whose short name is long': stuck,
      unable,
    },
  });
  method = await windowsRpcMethod();
});

afterAll(async () => {
  await Promise.all([store.stop(), transport.stop(), mail.stop(), machine.stop()]);
});

let before: number;

beforeEach(async () => {
  for (const unit of [mail, store, transport]) if (unit.pid === undefined) await unit.start();
  before = machine.controls().length;
});

const restart = (...services: string[]) => ({ type: 'restart-services', services }) as const;
const asked = () => machine.controls().slice(before);

describe('restarting services', () => {
  test('ends a process and starts another one', async () => {
    const pid = mail.pid;
    const context = recordingContext();
    expect(await method.run(targetOf(machine), restart('SMTPSVC'), context)).toEqual({
      result: 'done',
      summary: 'Restarted SMTPSVC; all of them run.',
      exitStatus: 0,
    });
    expect(mail.pid).toBeGreaterThan(0);
    expect(mail.pid).not.toBe(pid);
    expect(context.steps).toEqual([
      'Logged in to machine as operator.',
      'SMTPSVC is running.',
      'Asking SMTPSVC to stop.',
      'SMTPSVC has stopped.',
      'Asking SMTPSVC to start.',
      'SMTPSVC runs.',
    ]);
    expect(context.leaves).toEqual(['asked']);
    expect(context.outputs.join('')).toContain('SMTPSVC service is running.');
  });

  test('stops them in reverse order and starts them in order', async () => {
    const services = ['MSExchangeIS', 'MSExchangeTransport', 'SMTPSVC'];
    expect(await method.run(targetOf(machine), restart(...services), recordingContext())).toMatchObject({
      result: 'done',
    });
    expect(asked()).toEqual([
      'stop SMTPSVC',
      'stop MSExchangeTransport',
      'stop MSExchangeIS',
      'start MSExchangeIS',
      'start MSExchangeTransport',
      'start SMTPSVC',
    ]);
  });

  test('starts one that did not run, without stopping it', async () => {
    await transport.stop();
    const outcome = await method.run(
      targetOf(machine),
      restart('MSExchangeIS', 'MSExchangeTransport'),
      recordingContext(),
    );
    expect(outcome).toMatchObject({
      result: 'done',
      summary: 'Restarted MSExchangeIS, MSExchangeTransport; all of them run. Before, MSExchangeTransport did not run.',
    });
    expect(asked()).toEqual(['stop MSExchangeIS', 'start MSExchangeIS', 'start MSExchangeTransport']);
    expect(transport.pid).toBeGreaterThan(0);
  });

  test('tells of one that does not come up, and starts the others all the same', async () => {
    const outcome = await method.run(targetOf(machine), restart('Frail service', 'SMTPSVC'), recordingContext());
    expect(outcome).toMatchObject({ result: 'failed', code: 'service-not-running' });
    expect(outcome).toHaveProperty('detail', 'Frail service stopped instead of coming up');
    expect(mail.pid).toBeGreaterThan(0);
  });

  test('does not know what becomes of one that hangs when it stops', async () => {
    if (stuck.pid === undefined) await stuck.start();
    const end = new AbortController();
    const running = method.run(
      targetOf(machine),
      restart('A service whose short name is long'),
      recordingContext(end.signal),
    );
    await waitFor(() => asked().length > 0, { what: 'the stop', timeoutMs: 15_000 });
    end.abort();
    expect(await running).toMatchObject({ result: 'unknown', code: 'time-limit' });
    expect(asked()).toEqual(['stop A service whose short name is long']);
  });

  test('knows them as Windows does, whatever the case of the letters', async () => {
    expect(await method.run(targetOf(machine), restart('smtpsvc'), recordingContext())).toMatchObject({
      result: 'done',
    });
  });
});

test('reboots at once and by force', async () => {
  const context = recordingContext();
  expect(await method.run(targetOf(machine), { type: 'reboot-server' }, context)).toEqual({
    result: 'done',
    summary: 'machine has accepted to reboot at once.',
    exitStatus: 0,
  });
  expect(machine.shutdowns()).toEqual(['operator -r -f']);
  expect(context.steps).toEqual(['Logged in to machine as operator.', 'Asking machine to reboot.']);
});

describe('looking', () => {
  test('lists services with their names and those that are shown', async () => {
    expect(await method.listServices(targetOf(machine), recordingContext())).toEqual({
      result: 'done',
      services: [
        { name: 'SMTPSVC', description: 'SMTPSVC', state: null },
        { name: 'MSExchangeIS', description: 'Information "Store" – Köln', state: null },
        { name: 'MSExchangeTransport', description: 'MSExchangeTransport', state: null },
        { name: 'Frail service', description: 'Frail service', state: null },
        {
          name: 'A service whose short name is long',
          description: 'A service whose short name is long',
          state: null,
        },
        { name: 'unable', description: 'unable', state: null },
      ],
    });
  });

  test('checks without doing anything', async () => {
    const shutdowns = machine.shutdowns().length;
    const context = recordingContext();
    expect(await method.check(targetOf(machine), restart('SMTPSVC', 'unable'), context)).toEqual({
      result: 'done',
      summary:
        'Logged in to machine as operator. The services are there: SMTPSVC is running, unable is stopped. ' +
        'Whether the account may stop and start them shows only when it does.',
      exitStatus: 0,
    });
    expect(await method.check(targetOf(machine), { type: 'reboot-server' }, context)).toMatchObject({ result: 'done' });
    expect([asked(), machine.shutdowns().length, context.leaves]).toEqual([[], shutdowns, []]);
  });

  test.each([{ domain: 'MACHINE' }, { username: 'MACHINE\\operator' }])('logs in with %o', async (changes) => {
    expect(await method.check(targetOf(machine, changes), restart('SMTPSVC'), recordingContext())).toMatchObject({
      result: 'done',
    });
  });
});
