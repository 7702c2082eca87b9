import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createExternalProcessChannel,
  externalProcessTimeLimitMs,
  type ExternalProcessSettings,
} from '@twotwenty/actions/external-process/external-process-channel';
import { openEnded, sampleNotice } from '@twotwenty/actions/sample-notice.fixture';
import { externalProcessSettings } from '@twotwenty/contracts/actions/external-process';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';
import { beforeEach, describe, expect, test } from 'vitest';

const schema = externalProcessSettings(plainSecretSchema);
let folder: string;

beforeEach(() => {
  folder = join(temporaryDirectory('programs'), 'programs');
  mkdirSync(folder, { mode: 0o755 });
});

/** A program that Node runs: it gets what the settings say, and nothing of a shell. */
function writeProgram(code: string, name = 'program'): void {
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${code}\n`);
  chmodSync(path, 0o755);
}

function settingsFor(changes: Record<string, unknown> = {}): ExternalProcessSettings {
  return schema.parse({ program: 'program', ...changes });
}

const deliver = (changes: Record<string, unknown> = {}, signal = openEnded().signal) =>
  createExternalProcessChannel({ folder }).deliver(
    sampleNotice({}, { monitor: '$(touch x) "; rm -rf' }),
    settingsFor(changes),
    { signal },
  );

async function untilGone(pid: number): Promise<void> {
  await waitFor(() => !isAlive(pid), { what: `the process ${pid} to be gone` });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A child that nobody has asked after is a zombie, not alive.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a program gets', () => {
  test('its arguments one by one, with the tokens rendered, and no shell sees them', async () => {
    writeProgram('console.log(JSON.stringify(process.argv.slice(2)))');
    const outcome = await deliver({ arguments: ['--monitor={{monitor}}', 'a b', '{{nothing}}', '{{state}} {{port}}'] });
    expect(outcome.ok && (JSON.parse(outcome.response) as unknown)).toEqual([
      '--monitor=$(touch x) "; rm -rf',
      'a b',
      '{{nothing}}',
      'Down 25',
    ]);
  });

  test('the notice as JSON', async () => {
    writeProgram(
      'process.stdin.toArray().then((pieces) => console.log(JSON.parse(pieces.join("")).incidents[0].code))',
    );
    expect(await deliver()).toEqual({ ok: true, response: 'greeting-no-service' });
  });

  test('the environment that is set, and nothing of ours but PATH, LANG and TZ', async () => {
    writeProgram('console.log(JSON.stringify(process.env))');
    const outcome = await deliver({
      environment: [{ name: 'STATE', value: 'is {{state}}' }],
      secretEnvironment: [{ name: 'TOKEN', value: 'hunter22' }],
    });
    const environment = JSON.parse(outcome.response ?? '') as Record<string, string>;
    expect(environment).toMatchObject({ STATE: 'is Down', TOKEN: '[secret]', PATH: process.env['PATH'] });
    expect(Object.keys(environment).filter((name) => !['PATH', 'LANG', 'TZ', 'STATE', 'TOKEN'].includes(name))).toEqual(
      [],
    );
  });

  test('a working folder below the folder of programs', async () => {
    mkdirSync(join(folder, 'data'));
    writeProgram('console.log(process.cwd())');
    expect(await deliver()).toEqual({ ok: true, response: folder });
    expect(await deliver({ workingFolder: 'data' })).toEqual({ ok: true, response: join(folder, 'data') });
    symlinkSync('/tmp', join(folder, 'out'));
    expect(await deliver({ workingFolder: 'out' })).toMatchObject({ ok: false, retryable: false });
  });
});

describe('the end of a program', () => {
  test.each([
    { code: 1, retryable: false },
    { code: 75, retryable: true },
  ])('with exit code $code: retryable $retryable', async ({ code, retryable }) => {
    writeProgram(`console.error('no luck'); process.exitCode = ${code}`);
    expect(await deliver()).toMatchObject({
      ok: false,
      retryable,
      error: expect.stringMatching(`^program failed with exit code ${code}`) as string,
      response: 'no luck',
    });
  });

  test('at its time limit takes all its children along, also those that ignore SIGTERM', async () => {
    writeProgram(`
      process.on('SIGTERM', () => console.log('no'));
      const child = require('node:child_process').spawn('sleep', ['1000']);
      require('node:fs').writeFileSync('pids', process.pid + ' ' + child.pid);
      setInterval(() => {}, 1000);`);
    const outcome = await deliver({ timeoutSeconds: 1 });
    expect(outcome).toMatchObject({ ok: false, retryable: false, response: 'no' });
    expect(outcome).toHaveProperty('error', 'program was ended after its time limit of 1 s');
    for (const pid of readFileSync(join(folder, 'pids'), 'utf8').split(' ')) await untilGone(Number(pid));
  });

  test('comes when the delivery is aborted', async () => {
    writeProgram('require("node:fs").writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1000);');
    const controller = new AbortController();
    const delivery = deliver({}, controller.signal);
    const pid = await waitFor(() => Number(readFileSync(join(folder, 'pid'), 'utf8')), { what: 'the program to run' });
    controller.abort();
    expect(await delivery).toMatchObject({
      ok: false,
      retryable: false,
      error: 'program was ended: the time for the delivery was over',
    });
    await untilGone(pid);
  });

  test('takes what it left running along, and waits for nobody who keeps its output open', async () => {
    writeProgram(`
      const { spawn } = require('node:child_process');
      const left = spawn('sleep', ['1000'], { stdio: 'inherit' });
      const own = spawn('sleep', ['3'], { stdio: 'inherit', detached: true });
      require('node:fs').writeFileSync('pid', String(left.pid));
      console.log('done'); process.exit(0)`);
    expect(await deliver()).toEqual({ ok: true, response: 'done' });
    await untilGone(Number(readFileSync(join(folder, 'pid'), 'utf8')));
  });

  test('after 10 MiB of output leaves the last words', async () => {
    writeProgram(`
      const { writeSync } = require('node:fs');
      const block = 'x'.repeat(65536);
      for (let count = 0; count < 160; count += 1) writeSync(1, block);
      writeSync(2, ' the end');`);
    const outcome = await deliver();
    expect(outcome).toMatchObject({ ok: true, response: expect.stringMatching(/^x+ the end$/) as string });
    expect(outcome.response?.length).toBeLessThanOrEqual(1024);
  });

  test('without reading its input is no error', async () => {
    writeProgram('process.exit(0)');
    expect(await deliver()).toEqual({ ok: true, response: 'program ended with exit code 0' });
  });
});

describe('a program is refused', () => {
  const cases: { what: string; make: () => void; error: string }[] = [
    { what: 'that is not there', make: () => undefined, error: 'is not in the folder of programs' },
    { what: 'that leads out of the folder', make: () => link('/bin/sh'), error: 'leads out of the folder of programs' },
    { what: 'that is a folder', make: () => mkdirSync(join(folder, 'program')), error: 'is not a file' },
    { what: 'that is not executable', make: () => write(0o644), error: 'is not executable' },
    { what: 'that is setuid', make: () => write(0o4755), error: 'has the setuid or setgid bit' },
    { what: 'that anybody may change', make: () => write(0o757), error: 'may be written by everybody' },
  ];
  const link = (target: string): void => symlinkSync(target, join(folder, 'program'));
  const write = (mode: number): void => {
    writeProgram('process.exit(0)');
    chmodSync(join(folder, 'program'), mode);
  };

  test.each(cases)('$what', async ({ make, error }) => {
    make();
    expect(await deliver()).toMatchObject({
      ok: false,
      retryable: false,
      error: `program was not started: program ${error}`,
    });
  });

  test('when anybody may put programs into the folder', async () => {
    write(0o755);
    chmodSync(folder, 0o777);
    expect(await deliver()).toMatchObject({
      ok: false,
      error: 'program was not started: the folder of programs may be written by everybody',
    });
  });

  test('when the channel is off', async () => {
    const off = createExternalProcessChannel({ folder: null });
    expect(await off.deliver(sampleNotice(), settingsFor(), openEnded())).toMatchObject({
      ok: false,
      retryable: false,
      error: 'external processes are off: this server was given no folder of programs',
    });
  });

  test.each([
    { program: '../sh' },
    { program: 'a/b' },
    { program: '.hidden' },
    { program: 'x', environment: [{ name: 'LD_PRELOAD', value: 'x' }] },
    { program: 'x', environment: [{ name: 'A=B', value: 'x' }] },
    { program: 'x', secretEnvironment: [{ name: 'PATH', value: 'x' }] },
    { program: 'x', secretEnvironment: [{ name: 'A', value: 'a\0b' }] },
    { program: 'x', arguments: ['a\0b'] },
    { program: 'x', workingFolder: '../..' },
    { program: 'x', user: '-u root' },
    { program: 'x', timeoutSeconds: 301 },
    { program: 'x', environment: [{ name: 'A', value: '' }], secretEnvironment: [{ name: 'A', value: 'x' }] },
  ])('by its settings: %j', (settings) => {
    expect(schema.safeParse(settings).success).toBe(false);
  });
});

describe('another user', () => {
  test('that does not exist', async () => {
    writeProgram('process.exit(0)');
    expect(await deliver({ user: 'nobody-of-that-name' })).toMatchObject({
      ok: false,
      retryable: false,
      error: 'program was not started: there is no user nobody-of-that-name here',
    });
  });

  test('runs the program when we are root, without our groups, and not otherwise', async () => {
    chmodSync(join(folder, '..'), 0o755);
    writeFileSync(join(folder, 'program'), '#!/bin/sh\nid -un; id -G | wc -w\n');
    chmodSync(join(folder, 'program'), 0o755);
    const outcome = await deliver({ user: 'nobody' });
    if (process.getuid?.() === 0) expect(outcome).toEqual({ ok: true, response: 'nobody 1' });
    else expect(outcome).toMatchObject({ ok: false, error: expect.stringContaining('only root') as string });
  });
});

test('callers are told to wait for a program that is killed', () => {
  expect(externalProcessTimeLimitMs({ timeoutSeconds: 60 })).toBe(65_000);
});
