import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RecoveryTask, WithdrawnError } from '@twotwenty/actions/recovery/recovery-method';
import { createSshSystemdMethod } from '@twotwenty/actions/recovery/ssh/systemd/ssh-systemd-method';
import { freePort } from '@twotwenty/testing/ports';
import { smtpGreeting } from '@twotwenty/testing/smtp-greeting';
import { smtpSinkCommand } from '@twotwenty/testing/smtp-sink';
import { startSshMachine, type SshMachine } from '@twotwenty/testing/ssh-machine/ssh-machine';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { recordingContext, settledLog, sshTarget } from '../support/ssh-repairs.js';

const method = createSshSystemdMethod();
const folder = temporaryDirectory('units');
const brokenSwitch = join(folder, 'broken');

/** A process that runs until it is ended, unless the switch is there: then it fails at once. */
const daemon = (name: string) => ['sh', '-c', `test -e '${brokenSwitch}' && exit 7; exec sleep 1000`, name];

let machine: SshMachine;
let callsBefore = 0;

beforeAll(async () => {
  machine = await startSshMachine({
    units: {
      'first.service': { command: daemon('first'), description: 'The first one' },
      'second.service': { command: daemon('second') },
      'third.service': { command: ['sleep', '1000'] },
      'needs-third.service': { command: ['sleep', '1000'] },
      'base.service': { command: ['sleep', '1000'], requiredBy: ['needs-third.service'] },
      'once.service': { command: ['true'], type: 'oneshot' },
      'flapping.service': { command: ['sleep', '0.3'], startsAgain: true },
      'masked.service': { command: ['true'], loadState: 'masked' },
    },
  });
});
afterAll(() => machine.stop());
beforeEach(() => {
  callsBefore = machine.calls().length;
});
afterEach(() => {
  machine.order();
  rmSync(brokenSwitch, { force: true });
});

const restartOf = (...services: string[]): RecoveryTask => ({ type: 'restart-services', services });
const REBOOT: RecoveryTask = { type: 'reboot-server' };
const run = (task: RecoveryTask, context = recordingContext()) => method.run(sshTarget(machine), task, context);
const callsSince = () => machine.calls().slice(callsBefore);
/** What was asked for that changes something. */
const actsSince = () => callsSince().filter((call) => /^systemctl (restart|reboot)/.test(call));
const pidOf = (unit: string) => machine.unit(unit).pid;

describe('a restart', () => {
  test('restarts all units in one job, in the order that is given', async () => {
    await run(restartOf('first', 'second.service'));
    const before = [pidOf('first.service'), pidOf('second.service')];
    const context = recordingContext();
    const outcome = await run(restartOf('first', 'second.service'), context);
    expect(outcome).toEqual({
      result: 'done',
      summary: 'Restarted, and found running 2 s later: first, second.service.',
      exitStatus: 0,
    });
    const after = [pidOf('first.service'), pidOf('second.service')];
    expect(after).not.toContain(undefined);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    expect(actsSince()).toEqual(['systemctl restart first second.service', 'systemctl restart first second.service']);
    expect(context.leaves()).toBe(1);
    expect(context.steps).toContain('Running "systemctl restart first second.service" by sudo.');
  });

  test('brings a unit back that was killed', async () => {
    await run(restartOf('third'));
    await machine.unit('third.service').kill();
    expect(pidOf('third.service')).toBeUndefined();
    expect(await run(restartOf('third'))).toMatchObject({ result: 'done' });
    expect(pidOf('third.service')).toBeDefined();
  });

  test('counts a unit that does one thing and ends as done', async () => {
    expect(await run(restartOf('once'))).toMatchObject({ result: 'done' });
  });

  test('fails when a unit does not run afterwards, and shows its state', async () => {
    writeFileSync(brokenSwitch, '');
    const context = recordingContext();
    const outcome = await run(restartOf('first', 'third'), context);
    expect(outcome).toEqual({
      result: 'failed',
      code: 'service-not-running',
      detail: 'first is failed (exit-code).',
      exitStatus: 0,
    });
    expect(context.printed()).toContain('first.service - The first one');
    expect(context.printed()).not.toContain('third.service');
  });

  test('fails when a unit ends and systemd starts it again', async () => {
    expect(await run(restartOf('flapping'))).toMatchObject({
      result: 'failed',
      code: 'service-not-running',
      detail: 'flapping ended, and systemd started it again.',
    });
  });

  test('passes on what systemctl complains of, and its exit status', async () => {
    await run(restartOf('third'));
    machine.order({ fail: { restart: { status: 4, message: 'Failed to restart third.service: Übel' } } });
    const context = recordingContext();
    expect(await run(restartOf('third'), context)).toEqual({
      result: 'failed',
      code: 'command-failed',
      detail: 'systemctl restart ended with exit status 4; its output tells why.',
      exitStatus: 4,
    });
    expect(context.printed()).toBe('Failed to restart third.service: Übel\n');
  });

  test('passes 100 MiB of output on piece by piece', async () => {
    const octets = 100 * 1024 * 1024;
    await run(restartOf('third'));
    machine.order({ floodBytes: octets });
    let received = 0;
    let longestPiece = 0;
    const output = (text: string): void => {
      received += Buffer.byteLength(text);
      longestPiece = Math.max(longestPiece, text.length);
    };
    expect(await run(restartOf('third'), recordingContext({ output }))).toMatchObject({ result: 'done' });
    expect(received).toBe(octets);
    expect(longestPiece).toBeLessThan(2 * 1024 * 1024);
  });
});

describe('nothing is done', () => {
  test('by a check', async () => {
    await run(restartOf('first', 'third'));
    const before = [pidOf('first.service'), pidOf('third.service')];
    callsBefore = machine.calls().length;
    const context = recordingContext();
    expect(await method.check(sshTarget(machine), restartOf('first', 'third'), context)).toEqual({
      result: 'done',
      summary: '"operator" may restart first, third.',
      exitStatus: null,
    });
    expect(await method.check(sshTarget(machine), REBOOT, context)).toMatchObject({ result: 'done' });
    expect([pidOf('first.service'), pidOf('third.service')]).toEqual(before);
    expect(actsSince()).toEqual([]);
    expect(callsSince()).toContain('sudo -n -l -- systemctl restart first third');
    expect(callsSince()).toContain('sudo -n -l -- systemctl reboot');
    expect(context.printed()).toBe('');
  });

  test.each([
    { task: restartOf('first', 'absent', 'masked'), detail: 'there is no unit absent; masked is masked.' },
    { task: restartOf('gone.socket'), detail: 'there is no unit gone.socket.' },
  ])('when the machine says that $detail', async ({ task, detail }) => {
    const outcome = { result: 'failed', code: 'unknown-service', detail, exitStatus: null };
    expect(await method.check(sshTarget(machine), task, recordingContext())).toEqual(outcome);
    const context = recordingContext();
    expect(await run(task, context)).toEqual(outcome);
    expect(context.leaves()).toBe(0);
    expect(actsSince()).toEqual([]);
  });

  test.each([restartOf('third'), REBOOT])('when leave is not given: $type', async (task) => {
    const beforeActing = () => Promise.reject(new WithdrawnError('the stop switch is on'));
    await expect(run(task, recordingContext({ beforeActing }))).rejects.toThrow(WithdrawnError);
    expect(actsSince()).toEqual([]);
    await settledLog(machine);
  });

  test('when the time is over while leave is asked for', async () => {
    const time = new AbortController();
    const beforeActing = () => {
      time.abort();
      return Promise.resolve();
    };
    const outcome = await run(REBOOT, recordingContext({ signal: time.signal, beforeActing }));
    expect(outcome).toMatchObject({ result: 'failed', code: 'time-limit' });
    expect(actsSince()).toEqual([]);
  });

  test.each([
    ['; rm -rf /tmp/x'],
    ['$(touch /tmp/x)'],
    ["first'"],
    ['first"'],
    ['first\nsecond'],
    ['-H'],
    ['--force'],
    ['a b'],
    ['*'],
    [''],
  ])('with the name %j: there is not even a connection', async (name) => {
    const context = recordingContext();
    const logBefore = await settledLog(machine);
    const outcome = await run(restartOf('first', name), context);
    expect(outcome).toMatchObject({ result: 'failed', code: 'illegal-service', exitStatus: null });
    expect(await method.check(sshTarget(machine), restartOf(name), context)).toEqual(outcome);
    expect(context.steps).toEqual([]);
    expect(machine.logs()).toBe(logBefore);
  });

  test('without services', async () => {
    expect(await run(restartOf())).toMatchObject({ result: 'failed', code: 'no-services' });
  });
});

describe('a reboot', () => {
  test.each(['at-once', 'after-return'] as const)('is done when the machine goes away: %s', async (goesAway) => {
    machine.order({ goesAway });
    const outcome = await run(REBOOT);
    expect(outcome).toMatchObject({
      result: 'done',
      summary: expect.stringMatching(/^The machine went away within \d+ s of being asked to reboot\.$/) as string,
    });
    expect(actsSince()).toEqual(['systemctl reboot']);
  });

  test('fails when the machine stays', async () => {
    machine.order({ goesAway: 'never' });
    const hasty = createSshSystemdMethod({ goesAwayWithinMs: 200 });
    expect(await hasty.run(sshTarget(machine), REBOOT, recordingContext())).toEqual({
      result: 'failed',
      code: 'command-failed',
      detail: 'it accepted the command, but did not go away within 0.2 s.',
      exitStatus: 0,
    });
  });

  test('fails when the machine refuses', async () => {
    machine.order({ fail: { reboot: { status: 1, message: 'Operation inhibited' } } });
    const context = recordingContext();
    expect(await run(REBOOT, context)).toMatchObject({ result: 'failed', code: 'command-failed', exitStatus: 1 });
    expect(context.printed()).toBe('Operation inhibited\n');
  });

  test('is unknown when the time is over before the machine goes away', async () => {
    machine.order({ goesAway: 'never' });
    const time = new AbortController();
    const context = recordingContext({ signal: time.signal });
    const outcome = run(REBOOT, context);
    await waitFor(() => context.steps.some((step) => step.includes('waiting')), { what: 'the command to be taken' });
    time.abort();
    expect(await outcome).toEqual({ result: 'unknown', code: 'time-limit', detail: null, exitStatus: null });
  });
});

describe('once the machine was asked', () => {
  test('the end of the time leaves it unknown what it did, and nothing of ours stays', async () => {
    machine.order({ hang: ['restart'] });
    const time = new AbortController();
    const outcome = run(restartOf('third'), recordingContext({ signal: time.signal }));
    await waitFor(() => actsSince().length > 0, { what: 'the command to run' });
    time.abort();
    expect(await outcome).toEqual({ result: 'unknown', code: 'time-limit', detail: null, exitStatus: null });
    await settledLog(machine);
  });

  test('the end of the machine leaves it unknown', async () => {
    machine.order({ hang: ['restart'] });
    const outcome = run(restartOf('third'));
    await waitFor(() => actsSince().length > 0, { what: 'the command to run' });
    await machine.kill();
    expect(await outcome).toMatchObject({ result: 'unknown', code: 'connection-lost', exitStatus: null });
    await machine.start();
  });
});

test('a machine that says nothing any more is noticed', async () => {
  machine.order({ hang: ['restart'] });
  const alert = createSshSystemdMethod({ limits: { openMs: 15_000, keepaliveMs: 100 } });
  const outcome = alert.run(sshTarget(machine), restartOf('third'), recordingContext());
  await waitFor(() => actsSince().length > 0, { what: 'the command to run' });
  machine.freeze();
  expect(await outcome).toEqual({
    result: 'unknown',
    code: 'connection-lost',
    detail: 'Keepalive timeout.',
    exitStatus: null,
  });
  await machine.kill();
  await machine.start();
});

test('a mail server that was killed is up again', async () => {
  const port = await freePort();
  const another = await startSshMachine({ units: { 'sink.service': { command: await smtpSinkCommand(port) } } });
  onTestFinished(() => another.stop());
  for (let outage = 0; outage < 2; outage += 1) {
    await another.unit('sink.service').kill();
    await expect(smtpGreeting(port)).rejects.toThrow('ECONNREFUSED');
    expect(await method.run(sshTarget(another), restartOf('sink'), recordingContext())).toMatchObject({
      result: 'done',
    });
    expect(await smtpGreeting(port)).toMatch(/^220 /);
  }
});

test('the end of the machine before it was asked is a failure', async () => {
  machine.order({ hang: ['show'] });
  const outcome = run(restartOf('third'));
  await waitFor(() => callsSince().some((call) => call.startsWith('systemctl show')), { what: 'the look' });
  await machine.kill();
  expect(await outcome).toMatchObject({ result: 'failed', code: 'connection-lost' });
  await machine.start();
});

test('services are listed with their state, also those that are not loaded, without what can not be started', async () => {
  await run(restartOf('third'));
  const listing = await method.listServices(sshTarget(machine), recordingContext());
  const services = listing.result === 'done' ? listing.services : [];
  expect(services).toContainEqual({ name: 'third.service', description: 'third.service', state: 'active (running)' });
  expect(services).toContainEqual({ name: 'unused.service', description: '', state: 'inactive (dead)' });
  const names = services.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  for (const absent of ['masked.service', 'gone.service', 'getty@.service']) expect(names).not.toContain(absent);
});
