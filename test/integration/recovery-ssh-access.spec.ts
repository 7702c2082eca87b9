import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { RecoveryCredential, RecoveryTask } from '@twotwenty/actions/recovery/recovery-method';
import { createSshSystemdMethod } from '@twotwenty/actions/recovery/ssh/systemd/ssh-systemd-method';
import { freePort } from '@twotwenty/testing/ports';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { newSshKeyPair } from '@twotwenty/testing/ssh-key';
import { startSshMachine, type SshMachine, type SshMachineOptions } from '@twotwenty/testing/ssh-machine/ssh-machine';
import { waitFor } from '@twotwenty/testing/wait-for';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { keyOf, passwordOf, pinningHostKeys, recordingContext, settledLog, sshTarget } from '../support/ssh-repairs.js';

const method = createSshSystemdMethod();
/** Gives up soon on machines that do not answer. */
const hasty = createSshSystemdMethod({ limits: { openMs: 300, keepaliveMs: 5_000 } });
const PASSWORD = 'Zwölf Boxkämpfer & "Eva"';
const PASSPHRASE = 'jagen den $großen Sylter Deich';
const UNITS = { 'mail.service': { command: ['sleep', '1000'] } };
const RESTART: RecoveryTask = { type: 'restart-services', services: ['mail'] };
const REBOOT: RecoveryTask = { type: 'reboot-server' };

let machine: SshMachine;
beforeAll(async () => {
  machine = await startSshMachine({ units: UNITS, password: PASSWORD, passphrase: PASSPHRASE });
});
afterAll(() => machine.stop());

const check = (credential?: RecoveryCredential, port?: number, context = recordingContext()) =>
  method.check(sshTarget(machine, credential, port), RESTART, context);

async function anotherMachine(options: SshMachineOptions): Promise<SshMachine> {
  const another = await startSshMachine({ units: UNITS, ...options });
  onTestFinished(() => another.stop());
  return another;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Only asks questions, as servers with PAM often do. */
async function askingServer(prompts: readonly ssh2.Prompt[], seen: (answers: string[]) => boolean): Promise<number> {
  const { private: hostKey } = newSshKeyPair();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (log) => {
      if (log.method !== 'keyboard-interactive') return log.reject(['keyboard-interactive']);
      log.prompt([...prompts], (answers) => {
        if (seen(answers)) log.accept();
        else log.reject(['keyboard-interactive']);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

describe('the log-in works', () => {
  test('with a password', async () => {
    expect(await check()).toMatchObject({ result: 'done' });
  });

  test('with a key that has a passphrase', async () => {
    expect(await check(keyOf(machine))).toMatchObject({ result: 'done' });
  });

  test('with a password that the machine asks for', async () => {
    const answered: string[][] = [];
    const port = await askingServer([{ prompt: 'Password: ', echo: false }], (answers) => answered.push(answers) > 0);
    const context = recordingContext();
    await check(undefined, port, context);
    expect(answered).toEqual([[PASSWORD]]);
    expect(context.steps).toContain('Logged in.');
  });
});

describe('the log-in is refused', () => {
  test.each([
    ['a wrong password', { password: 'wrong' }, 'user "operator": the user name or the password is wrong.'],
    ['an unknown user', { username: 'nobody-here' }, 'user "nobody-here": the user name or the password is wrong.'],
    ['another domain', { domain: 'CORP' }, 'user "CORP\\operator": the user name or the password is wrong.'],
  ])('to %s, after one attempt', async (_case, changes, detail) => {
    const failuresBefore = await failedPasswords();
    const outcome = await check({ ...passwordOf(machine), ...changes });
    expect(outcome).toEqual({ result: 'failed', code: 'login-refused', detail, exitStatus: null });
    expect((await failedPasswords()) - failuresBefore).toBe(1);
  });

  const failedPasswords = async () => (await settledLog(machine)).match(/^Failed password/gm)?.length ?? 0;

  test('to a key that the machine does not know', async () => {
    const { private: privateKey } = newSshKeyPair();
    expect(await check({ ...keyOf(machine), privateKey, passphrase: null })).toMatchObject({
      code: 'login-refused',
      detail: 'user "operator": it does not take this key for this user.',
    });
  });

  test.each([
    [[{ prompt: 'Code: ', echo: true }]],
    [
      [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Code: ', echo: false },
      ],
    ],
  ])('when it asks for more than a password: %j', async (prompts) => {
    const answered: string[][] = [];
    const port = await askingServer(prompts, (answers) => answered.push(answers) > 0);
    expect(await check(undefined, port)).toMatchObject({
      code: 'login-refused',
      detail: 'user "operator": it asks for more than a password.',
    });
    expect(answered).toEqual([]);
  });

  test('to a key, when the machine takes only passwords', async () => {
    const port = await askingServer([], () => false);
    expect(await check(keyOf(machine), port)).toMatchObject({
      code: 'login-refused',
      detail: 'user "operator": it takes no key, only keyboard-interactive.',
    });
  });
});

describe('a private key can not be used', () => {
  test.each([
    ['it needs a passphrase', () => ({ passphrase: null })],
    ['its passphrase is wrong', () => ({ passphrase: 'wrong' })],
    ['it is not in the format of OpenSSH', () => ({ privateKey: 'nonsense' })],
    ['it is a public key', () => ({ privateKey: newSshKeyPair().public })],
    [
      'it is ',
      () => ({
        privateKey: machine.clientKey.privateKey.replaceAll(/^.{10}/gm, (begin) => (begin[0] === '-' ? begin : '')),
      }),
    ],
  ])('when %s: no connection is made', async (reason, changes) => {
    const logBefore = await settledLog(machine);
    const outcome = await check({ ...keyOf(machine), ...changes() });
    expect(outcome).toMatchObject({ result: 'failed', code: 'credential-unfit' });
    expect(outcome).toHaveProperty('detail', expect.stringContaining(`the private key can not be used: ${reason}`));
    expect(machine.logs()).toBe(logBefore);
  });
});

describe('what answers, if anything, is told apart', () => {
  test('nothing listens', async () => {
    const port = await freePort();
    expect(await check(undefined, port)).toEqual({
      result: 'failed',
      code: 'unreachable',
      detail: `127.0.0.1:${port}: it refused the connection; nothing listens on this port.`,
      exitStatus: null,
    });
  });

  test('a mail server', async () => {
    const sink = await startSmtpSink();
    onTestFinished(() => sink.stop());
    expect(await check(undefined, sink.port)).toMatchObject({
      result: 'failed',
      code: 'wrong-protocol',
      detail: expect.stringMatching(/is no SSH server, it said "220 /) as string,
    });
  });

  test('something that talks in lines of its own', async () => {
    const port = await listening(
      createServer((socket) => socket.on('error', () => undefined).write('hello there\r\n')),
    );
    expect(await hasty.check(sshTarget(machine, undefined, port), RESTART, recordingContext())).toMatchObject({
      code: 'wrong-protocol',
      detail: `127.0.0.1:${port} is no SSH server, it said "hello there".`,
    });
  });

  test('something that hangs up', async () => {
    const port = await listening(createServer((socket) => socket.on('error', () => undefined).end()));
    expect(await check(undefined, port)).toMatchObject({ result: 'failed', code: 'connection-lost' });
  });

  test('silence', async () => {
    const port = await listening(createServer((socket) => socket.on('error', () => undefined)));
    expect(await hasty.check(sshTarget(machine, undefined, port), RESTART, recordingContext())).toMatchObject({
      result: 'failed',
      code: 'unreachable',
      detail: `127.0.0.1:${port} took the connection, but no SSH server answered for 0.3 s.`,
    });
  });

  test('silence until the time is over', async () => {
    const port = await listening(createServer((socket) => socket.on('error', () => undefined)));
    const context = recordingContext({ signal: AbortSignal.timeout(300) });
    expect(await check(undefined, port, context)).toEqual({
      result: 'failed',
      code: 'time-limit',
      detail: null,
      exitStatus: null,
    });
  });

  test('no time at all', async () => {
    expect(await check(undefined, undefined, recordingContext({ signal: AbortSignal.abort() }))).toMatchObject({
      code: 'time-limit',
    });
  });
});

describe('the host key', () => {
  test('is shown by type and fingerprint, as ssh-keygen does', async () => {
    const hostKeys = pinningHostKeys();
    await check(undefined, undefined, recordingContext({ hostKeys }));
    const [type = '', blob = ''] = machine.hostKey().split(' ');
    const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').slice(0, 43);
    expect(hostKeys.seen).toEqual([{ type, fingerprint: `SHA256:${digest}` }]);
  });

  test('that changed ends it before anything is said about the account', async () => {
    const another = await anotherMachine({});
    const hostKeys = pinningHostKeys();
    const first = recordingContext({ hostKeys });
    expect(await method.check(sshTarget(another), RESTART, first)).toMatchObject({ result: 'done' });
    expect(another.logs()).toContain('userauth-request for user operator');
    await another.rotateHostKey();
    const logBefore = (await settledLog(another)).length;
    const outcome = await method.run(sshTarget(another), RESTART, recordingContext({ hostKeys }));
    const [before, after] = hostKeys.seen.map(({ fingerprint }) => fingerprint);
    expect(outcome).toMatchObject({ result: 'failed', code: 'host-key-changed' });
    expect(outcome).toHaveProperty(
      'detail',
      expect.stringContaining(`it shows ${after} (ssh-ed25519), known is ${before}.`),
    );
    const log = (await settledLog(another)).slice(logBefore);
    expect(log).toContain('SSH2_MSG_NEWKEYS');
    expect(log).not.toContain('userauth-request');
    expect(log).not.toContain('operator');
  });

  test('that can not be looked up ends it, and the error passes', async () => {
    const hostKeys = { check: () => Promise.reject(new Error('the database is away')) };
    await expect(check(undefined, undefined, recordingContext({ hostKeys }))).rejects.toThrow('the database is away');
  });
});

describe('the right to act', () => {
  test('is missing without a rule for sudo, and the rule that is needed is told', async () => {
    const another = await anotherMachine({ sudoRules: ['/usr/bin/systemctl restart other'] });
    const context = recordingContext();
    const outcome = await method.run(sshTarget(another), RESTART, context);
    expect(outcome).toMatchObject({ result: 'failed', code: 'right-missing' });
    expect(outcome).toHaveProperty(
      'detail',
      expect.stringMatching(/: operator ALL=\(root\) NOPASSWD: \/usr\/bin\/systemctl restart mail$/),
    );
    expect(await method.check(sshTarget(another), REBOOT, context)).toHaveProperty(
      'detail',
      expect.stringMatching(/: operator ALL=\(root\) NOPASSWD: \/usr\/bin\/systemctl reboot$/),
    );
    expect(context.leaves()).toBe(0);
    expect(another.calls().filter((call) => call.startsWith('systemctl re'))).toEqual([]);
  });

  test.each(['/usr/bin/systemctl restart mail', '/usr/bin/systemctl restart *', '/usr/bin/systemctl *'])(
    'is given by the rule %s',
    async (rule) => {
      const another = await anotherMachine({ sudoRules: [rule] });
      expect(await method.run(sshTarget(another), RESTART, recordingContext())).toMatchObject({ result: 'done' });
    },
  );

  test('is missing without sudo', async () => {
    const another = await anotherMachine({ sudoRules: null });
    expect(await method.check(sshTarget(another), RESTART, recordingContext())).toMatchObject({
      code: 'right-missing',
      detail: '"operator" is not root, and there is no sudo.',
    });
  });

  test('is that of root, who needs no sudo', async () => {
    const another = await anotherMachine({ sudoRules: null, isRoot: true });
    expect(await method.run(sshTarget(another), RESTART, recordingContext())).toMatchObject({ result: 'done' });
    expect(another.calls().filter((call) => call.startsWith('sudo'))).toEqual([]);
  });
});

test.each([RESTART, REBOOT])('a machine without systemd is told apart: $type', async (task) => {
  const another = await anotherMachine({ systemd: false });
  expect(await method.check(sshTarget(another), task, recordingContext())).toMatchObject({
    code: 'wrong-protocol',
    detail: 'it does not run systemd.',
  });
});

test('no secret is in arguments of processes, in steps, in output, or in the log of the machine', async () => {
  machine.order({ hang: ['restart'] });
  onTestFinished(() => machine.order());
  for (const credential of [passwordOf(machine), keyOf(machine)]) {
    const time = new AbortController();
    const context = recordingContext({ signal: time.signal });
    const callsBefore = machine.calls().length;
    const outcome = method.run(sshTarget(machine, credential), RESTART, context);
    const restarting = () =>
      machine
        .calls()
        .slice(callsBefore)
        .some((call) => call.startsWith('systemctl restart'));
    await waitFor(restarting, { what: 'the command to run' });
    const commandLines = allCommandLines();
    expect(commandLines).toContain('restart\0mail');
    time.abort();
    const texts = [
      commandLines,
      context.steps.join('\n'),
      context.printed(),
      machine.logs(),
      JSON.stringify(await outcome),
    ];
    for (const text of texts) {
      for (const secret of [PASSWORD, PASSPHRASE]) expect(text).not.toContain(secret);
      expect(text).not.toContain(machine.clientKey.privateKey.split('\n')[1]);
    }
  }
});

function allCommandLines(): string {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => readOrNothing(`/proc/${pid}/cmdline`)).join('\n');
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
