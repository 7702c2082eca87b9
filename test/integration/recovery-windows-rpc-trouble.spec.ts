import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type RecoveryMethod, WithdrawnError } from '@twotwenty/actions/recovery/recovery-method';
import { createWindowsRpcMethod } from '@twotwenty/actions/recovery/windows-rpc/windows-rpc-method';
import { freePort } from '@twotwenty/testing/ports';
import { processService } from '@twotwenty/testing/process-service';
import { type SambaMachine, startSambaMachine } from '@twotwenty/testing/samba';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { recordingContext, targetOf, windowsRpcMethod } from '../support/windows-rpc.js';

const store = processService();
const transport = processService();
const needed = processService({ stopRefusal: 1_051 });
const deaf = processService({ stop: () => new Promise<void>(() => undefined) });
let machine: SambaMachine;
let method: RecoveryMethod;
let temporary: string;

beforeAll(async () => {
  await Promise.all([store.start(), transport.start(), needed.start(), deaf.start()]);
  machine = await startSambaMachine({
    services: { store, transport, needed, deaf },
    accounts: { stranger: { password: 'nothing at all', services: 'none', shutdown: false } },
  });
  method = await windowsRpcMethod();
  temporary = temporaryDirectory('rpc-leftovers');
  vi.stubEnv('TMPDIR', temporary);
});

afterEach(() => {
  expect(readdirSync(temporary)).toEqual([]);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([store.stop(), transport.stop(), needed.stop(), machine.stop()]);
});

const restart = (...services: string[]) => ({ type: 'restart-services', services }) as const;
const reboot = { type: 'reboot-server' } as const;
const onlooker = { username: 'onlooker', password: 'nothing but looking' };

describe('logging in', () => {
  test.each([
    { what: 'a wrong password', changes: { password: 'wrong' } },
    { what: 'an unknown user', changes: { username: 'nobody-knows-me' } },
    { what: 'an empty user name that would be nobody', changes: { username: ' ' } },
  ])('with $what is refused', async ({ changes }) => {
    const outcome = await method.run(targetOf(machine, changes), restart('store'), recordingContext());
    expect(outcome).toMatchObject({ result: 'failed', code: 'login-refused' });
    expect(outcome).toHaveProperty('detail', expect.stringContaining('user name or password is wrong'));
  });

  test.each([
    { username: 'operator%wrong' },
    { username: '' },
    { username: 'a/b' },
    { password: '' },
    { password: 'two\nlines' },
    { password: 'x'.repeat(128) },
    { domain: 'A\\B' },
  ])('with %o is not tried', async (changes) => {
    expect(await method.check(targetOf(machine, changes), reboot, recordingContext())).toMatchObject({
      result: 'failed',
      code: 'credential-unfit',
    });
  });

  test('with a key is not tried', async () => {
    const credential = { kind: 'ssh-key', username: 'operator', privateKey: 'x', passphrase: null } as const;
    expect(await method.check({ ...targetOf(machine), credential }, reboot, recordingContext())).toMatchObject({
      code: 'credential-unfit',
    });
  });
});

describe('rights', () => {
  test('that are missing for a service are told, and nothing is done', async () => {
    const pid = store.pid;
    const outcome = await method.run(targetOf(machine, onlooker), restart('store'), recordingContext());
    expect(outcome).toMatchObject({ result: 'failed', code: 'right-missing' });
    expect(store.pid).toBe(pid);
  });

  test('that are missing for the service manager are told by the check', async () => {
    const stranger = targetOf(machine, { username: 'stranger', password: 'nothing at all' });
    expect(await method.check(stranger, restart('store'), recordingContext())).toMatchObject({ code: 'right-missing' });
    expect(await method.check(stranger, reboot, recordingContext())).toMatchObject({
      result: 'done',
      summary: expect.stringContaining('It may not look at services') as string,
    });
  });

  test('that are missing for a reboot are told', async () => {
    expect(await method.run(targetOf(machine, onlooker), reboot, recordingContext())).toMatchObject({
      result: 'failed',
      code: 'right-missing',
    });
    expect(machine.shutdowns()).toEqual([]);
  });
});

describe('what is refused before any process is started', () => {
  const nothing = createWindowsRpcMethod({ net: { path: '/nonexistent/net' } });

  test.each(['; rm -rf /', '$(reboot)', '`reboot`', "a'b", 'a"b', 'a\nb', '-S', '--help', '', 'a*', 'a|b'])(
    'the service %j',
    async (name) => {
      expect(await nothing.run(targetOf(machine), restart('store', name), recordingContext())).toMatchObject({
        result: 'failed',
        code: 'illegal-service',
      });
    },
  );

  test('no service at all', async () => {
    expect(await nothing.run(targetOf(machine), restart(), recordingContext())).toMatchObject({ code: 'no-services' });
  });

  test.each([{ machine: '-S' }, { machine: 'a\nb' }, { address: '--help' }])('the target %o', async (changes) => {
    const target = { ...targetOf(machine), ...changes };
    expect(await nothing.run(target, reboot, recordingContext())).toMatchObject({ code: 'unknown-host' });
  });

  test('everything, when there is no net', async () => {
    expect(await nothing.check(targetOf(machine), reboot, recordingContext())).toMatchObject({ code: 'tool-missing' });
  });
});

describe('connections', () => {
  test('to a port that refuses them', async () => {
    const target = { ...targetOf(machine), port: await freePort() };
    expect(await method.run(target, restart('store'), recordingContext())).toMatchObject({
      result: 'failed',
      code: 'unreachable',
    });
  });

  test('to a port that speaks SMTP', async () => {
    const sink = await startSmtpSink();
    onTestFinished(() => sink.stop());
    expect(await method.check({ ...targetOf(machine), port: sink.port }, reboot, recordingContext())).toMatchObject({
      result: 'failed',
      code: 'wrong-protocol',
    });
  });

  test('to a silent port end with the time, and show the password to nobody meanwhile', async () => {
    const port = await silentPort();
    const end = new AbortController();
    const context = recordingContext(end.signal);
    const running = method.run({ ...targetOf(machine), port }, reboot, context);
    const pid = await waitFor(
      () => processes().find((each) => readProcess(each, 'cmdline').includes(`--port=${port}`)),
      {
        what: 'net to run',
        timeoutMs: 15_000,
      },
    );
    for (const each of processes()) {
      expect(readProcess(each, 'cmdline')).not.toContain(machine.password);
      expect(readProcess(each, 'environ')).not.toContain(machine.password);
    }
    for (const { parentPath, name } of filesIn(temporary)) {
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(machine.password);
    }
    end.abort();
    const outcome = await running;
    expect(outcome).toMatchObject({ result: 'failed', code: 'time-limit' });
    expect(JSON.stringify([outcome, context.steps, context.outputs])).not.toContain(machine.password);
    expect(processes()).not.toContain(pid);
  });

  test('are not made when the time is over', async () => {
    expect(await method.run(targetOf(machine), reboot, recordingContext(AbortSignal.abort()))).toMatchObject({
      result: 'failed',
      code: 'time-limit',
    });
  });

  test('that break in the middle leave open what became of it', async () => {
    const context = recordingContext();
    const running = method.run(targetOf(machine), restart('deaf'), context);
    await waitFor(() => machine.controls().includes('stop deaf'), { what: 'the stop', timeoutMs: 15_000 });
    await machine.kill();
    onTestFinished(() => machine.start());
    const outcome = await running;
    expect(outcome).toMatchObject({ result: 'unknown' });
    expect(['unreachable', 'connection-lost']).toContain(outcome.result === 'done' ? '' : outcome.code);
  });
});

test('nothing is done when it is called off', async () => {
  const pid = store.pid;
  const withdrawn = new WithdrawnError('the monitor has recovered');
  const context = () => recordingContext(undefined, () => Promise.reject(withdrawn));
  await expect(method.run(targetOf(machine), restart('store'), context())).rejects.toBe(withdrawn);
  await expect(method.run(targetOf(machine), reboot, context())).rejects.toBe(withdrawn);
  expect([store.pid, machine.shutdowns()]).toEqual([pid, []]);
});

test('a service that is not there is told before any other is touched', async () => {
  const pid = store.pid;
  const outcome = await method.run(targetOf(machine), restart('store', 'storage'), recordingContext());
  expect(outcome).toMatchObject({ result: 'failed', code: 'unknown-service' });
  expect(outcome).toHaveProperty('detail', expect.stringContaining('storage'));
  expect(store.pid).toBe(pid);
});

test('what was stopped is started again when another one refuses to stop', async () => {
  const pids = [needed.pid, transport.pid];
  const outcome = await method.run(targetOf(machine), restart('needed', 'transport'), recordingContext());
  expect(outcome).toMatchObject({ result: 'failed', code: 'command-failed' });
  expect(outcome).toHaveProperty('detail', expect.stringMatching(/^stopping needed: other services depend on it/));
  expect(outcome).toHaveProperty('detail', expect.stringMatching(/; transport was started again$/));
  expect(needed.pid).toBe(pids[0]);
  expect(transport.pid).toBeGreaterThan(0);
  expect(transport.pid).not.toBe(pids[1]);
});

function processes(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

/** Empty for a process that is gone, and for another user's. */
function readProcess(pid: number, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function filesIn(folder: string) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
}

async function silentPort(): Promise<number> {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return port;
}
