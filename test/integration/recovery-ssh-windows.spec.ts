import { type RecoveryTask, WithdrawnError } from '@twotwenty/actions/recovery/recovery-method';
import { createSshWindowsMethod } from '@twotwenty/actions/recovery/ssh/windows/ssh-windows-method';
import { startSshMachine, type SshMachine } from '@twotwenty/testing/ssh-machine/ssh-machine';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { recordingContext, settledLog, sshTarget } from '../support/ssh-repairs.js';

// PowerShell is a stand-in here: what is proved is how scripts get to it and what is made of their answers.
const method = createSshWindowsMethod();
const NAMES = ['SMTPSVC', 'Größe $(x) & Söhne'];
const RESTART: RecoveryTask = { type: 'restart-services', services: NAMES };
const REBOOT: RecoveryTask = { type: 'reboot-server' };
const LOOK = 'IsInRole';

const told = (result: unknown): string => `TWOTWENTY-RESULT ${JSON.stringify(result)}\r\n`;
const looked = (changes: Record<string, unknown> = {}, startType = 'Automatic') => ({
  when: LOOK,
  prints: told({
    ok: true,
    admin: true,
    services: NAMES.map((name) => ({ name, found: true, startType })),
    ...changes,
  }),
});

let machine: SshMachine;
let scriptsBefore = 0;
beforeAll(async () => {
  machine = await startSshMachine({ powershell: true, systemd: false, sudoRules: null });
});
afterAll(() => machine.stop());
beforeEach(() => {
  scriptsBefore = machine.scripts().length;
});

const run = (task: RecoveryTask, context = recordingContext()) => method.run(sshTarget(machine), task, context);
const scriptsSince = () => machine.scripts().slice(scriptsBefore);

describe('a restart', () => {
  test('is one script that looks, and one that acts; names travel as data', async () => {
    machine.order({
      powershell: [
        looked(),
        {
          when: 'Stop-Service',
          prints: `Stopping SMTPSVC\r\nStarting SMTPSVC\r\n${told({ ok: true, services: [...NAMES, 'W3SVC'] })}`,
        },
      ],
    });
    const context = recordingContext();
    expect(await run(RESTART, context)).toEqual({
      result: 'done',
      summary: `Restarted, and found running 2 s later: ${NAMES.join(', ')}, W3SVC.`,
      exitStatus: 0,
    });
    expect(context.printed()).toBe('Stopping SMTPSVC\r\nStarting SMTPSVC\r\n');
    expect(scriptsSince()).toHaveLength(2);
    for (const script of scriptsSince()) {
      for (const name of NAMES) expect(script).not.toContain(name);
      const data = /FromBase64String\('([^']*)'\)/.exec(script)?.[1] ?? '';
      expect(JSON.parse(Buffer.from(data, 'base64').toString())).toEqual({ s: NAMES });
    }
    expect(machine.calls().at(-1)).toBe('powershell.exe -NoProfile -NonInteractive -EncodedCommand');
  });

  test('fails as the script tells', async () => {
    const result = { ok: false, code: 'service-not-running', detail: 'SMTPSVC is Stopped' };
    machine.order({ powershell: [looked(), { when: 'Stop-Service', prints: told(result), status: 1 }] });
    expect(await run(RESTART)).toEqual({
      result: 'failed',
      code: 'service-not-running',
      detail: 'SMTPSVC is Stopped',
      exitStatus: 1,
    });
  });

  test.each([
    ['nothing', '', ''],
    ['something else', 'Stopping\r\n', ''],
    ['half a result', 'TWOTWENTY-RESULT {"ok":tr', ''],
    ['a result of another kind', told({ ok: true }), ''],
  ])('is unknown when the script tells %s', async (_case, prints) => {
    machine.order({
      powershell: [looked(), { when: 'Stop-Service', prints, complains: 'Access is odd\r\n', status: 3 }],
    });
    expect(await run(RESTART)).toMatchObject({
      result: 'unknown',
      code: 'command-failed',
      detail: expect.stringContaining('Access is odd') as string,
      exitStatus: 3,
    });
  });

  test('is unknown at the end of the time', async () => {
    machine.order({ powershell: [looked(), { when: 'Stop-Service', hangs: true }] });
    const time = new AbortController();
    const outcome = run(RESTART, recordingContext({ signal: time.signal }));
    await waitFor(() => scriptsSince().length === 2, { what: 'the script to run' });
    time.abort();
    expect(await outcome).toEqual({ result: 'unknown', code: 'time-limit', detail: null, exitStatus: null });
  });

  test('is unknown when the machine is gone in the middle', async () => {
    machine.order({ powershell: [looked(), { when: 'Stop-Service', hangs: true }] });
    const outcome = run(RESTART);
    await waitFor(() => scriptsSince().length === 2, { what: 'the script to run' });
    await machine.kill();
    expect(await outcome).toMatchObject({ result: 'unknown', code: 'connection-lost' });
    await machine.start();
  });
});

describe('a reboot', () => {
  test('is done when the machine goes away', async () => {
    machine.order({
      powershell: [looked({ services: [] }), { when: 'Restart-Computer', goesAway: true, hangs: true }],
    });
    expect(await run(REBOOT)).toMatchObject({ result: 'done', exitStatus: null });
  });

  test('fails when the machine stays', async () => {
    machine.order({ powershell: [looked({ services: [] }), { when: 'Restart-Computer', prints: told({ ok: true }) }] });
    const hasty = createSshWindowsMethod({ goesAwayWithinMs: 100 });
    expect(await hasty.run(sshTarget(machine), REBOOT, recordingContext())).toMatchObject({
      result: 'failed',
      code: 'command-failed',
    });
  });

  test('fails when the machine refuses', async () => {
    const refusal = { ok: false, code: 'right-missing', detail: 'Access denied' };
    machine.order({
      powershell: [looked({ services: [] }), { when: 'Restart-Computer', prints: told(refusal), status: 1 }],
    });
    expect(await run(REBOOT)).toEqual({
      result: 'failed',
      code: 'right-missing',
      detail: 'Access denied',
      exitStatus: 1,
    });
  });
});

describe('nothing is done', () => {
  test('by a check', async () => {
    machine.order({ powershell: [looked()] });
    expect(await method.check(sshTarget(machine), RESTART, recordingContext())).toMatchObject({ result: 'done' });
    expect(scriptsSince()).toHaveLength(1);
    expect(scriptsSince()[0]).not.toMatch(/Stop-Service|Start-Service|Restart-Computer/);
  });

  test.each([
    [looked({ admin: false }), 'right-missing', '"operator" is no member of the Administrators of the machine.'],
    [looked({}, 'Disabled'), 'unknown-service', `SMTPSVC is disabled; ${NAMES[1]} is disabled.`],
    [
      looked({ services: [{ name: 'SMTPSVC', found: false, startType: '' }] }),
      'unknown-service',
      'there is no service SMTPSVC.',
    ],
  ])('when the look shows that it can not be: %#', async (answer, code, detail) => {
    machine.order({ powershell: [answer] });
    const context = recordingContext();
    expect(await run(RESTART, context)).toMatchObject({ result: 'failed', code, detail });
    expect(context.leaves()).toBe(0);
    expect(scriptsSince()).toHaveLength(1);
  });

  test('when leave is not given', async () => {
    machine.order({ powershell: [looked()] });
    const beforeActing = () => Promise.reject(new WithdrawnError('under maintenance'));
    await expect(run(RESTART, recordingContext({ beforeActing }))).rejects.toThrow(WithdrawnError);
    expect(scriptsSince()).toHaveLength(1);
  });

  test.each([
    ['; rm -rf /tmp/x'],
    ["SMTPSVC'; Stop-Computer; '"],
    ['SMTPSVC"'],
    ['a\nb'],
    ['-Force'],
    ['*'],
    ['`whoami`'],
    [''],
  ])('with the name %j: there is not even a connection', async (name) => {
    const context = recordingContext();
    const logBefore = await settledLog(machine);
    const task: RecoveryTask = { type: 'restart-services', services: [name] };
    expect(await run(task, context)).toMatchObject({ result: 'failed', code: 'illegal-service' });
    expect(context.steps).toEqual([]);
    expect(machine.logs()).toBe(logBefore);
  });

  test('with more names than one command can carry', async () => {
    const services = Array.from({ length: 32 }, (_, index) => `${index}`.padEnd(100, 'x'));
    expect(await run({ type: 'restart-services', services })).toMatchObject({
      code: 'illegal-service',
      detail: 'the names are too long together for one command; use fewer or shorter ones.',
    });
  });
});

test('services are listed', async () => {
  const services = [
    { name: 'SMTPSVC', description: 'Simple Mail Transfer Protocol (SMTP)', state: 'Running' },
    { name: 'odd[name]', description: null, state: 'Stopped' },
    { name: 'W3SVC', description: null, state: 'Stopped' },
  ];
  machine.order({ powershell: [{ when: 'Get-Service', prints: told({ ok: true, services }) }] });
  expect(await method.listServices(sshTarget(machine), recordingContext())).toEqual({
    result: 'done',
    services: [services[0], { name: 'W3SVC', description: '', state: 'Stopped' }],
  });
});

test('a machine without PowerShell is told apart', async () => {
  const unix = await startSshMachine({});
  onTestFinished(() => unix.stop());
  expect(await method.check(sshTarget(unix), REBOOT, recordingContext())).toMatchObject({
    result: 'failed',
    code: 'wrong-protocol',
    detail: 'it has no powershell.exe: powershell.exe: not found',
  });
});
