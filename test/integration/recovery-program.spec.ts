import { WithdrawnError, type RecoveryOutcome } from '@twotwenty/actions/recovery/recovery-method';
import {
  checkRecoveryProgram,
  runRecoveryProgram,
  type RecoveryProgramInput,
} from '@twotwenty/actions/recovery/recovery-program';
import { REPAIR_SETTINGS } from '@twotwenty/contracts/actions/repairs';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { FAILURE_PREVIEW } from '@twotwenty/domain/alerting/template-tokens';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordingContext, type Record as Told } from '../support/windows-rpc.js';

const schema = REPAIR_SETTINGS['recovery-program'](plainSecretSchema);
const PASSWORD = 'the password of the machine';
const INPUT: RecoveryProgramInput = {
  incident: { ...FAILURE_PREVIEW, monitor: `MX 1'; touch /tmp/x; $(id)` },
  machine: 'mx1.example.com',
  addresses: ['192.0.2.25'],
  services: ['postfix'],
  credential: { kind: 'password', username: 'repair', domain: null, password: PASSWORD },
};

/** Also when nobody has asked for its end yet. */
function isGone(pid: string): boolean {
  const path = `/proc/${pid}/cmdline`;
  return !existsSync(path) || readFileSync(path, 'utf8') === '';
}

describe('a program that repairs', () => {
  let folder: string;
  let context: Told;

  beforeEach(() => {
    folder = temporaryDirectory('recovery-program');
    context = recordingContext();
  });

  function write(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  function run(settings: object, told: Told = context, programs: string | null = folder): Promise<RecoveryOutcome> {
    return runRecoveryProgram(programs, schema.parse(settings), INPUT, told);
  }

  it('is told of the incident, the machine and the login on its standard input, and its arguments are data', async () => {
    write(
      'repair',
      `cat > input; printf '%s\\n' "$@" > arguments; tr '\\0' ' ' < /proc/$$/cmdline > cmdline; echo repaired`,
    );
    const outcome = await run({ program: 'repair', arguments: ['{{monitor}}', '--', '{{alert}}'] });
    expect(outcome).toEqual({ result: 'done', summary: 'repair ended with exit code 0.', exitStatus: 0 });
    expect(JSON.parse(readFileSync(join(folder, 'input'), 'utf8'))).toEqual(INPUT);
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).toBe(`MX 1'; touch /tmp/x; $(id)\n--\n1\n`);
    expect(readFileSync(join(folder, 'cmdline'), 'utf8')).not.toContain(PASSWORD);
    expect(context.outputs.join('')).toBe('repaired\n');
    expect(context.steps).toEqual(['Runs repair.']);
  });

  it('has failed with any other exit code', async () => {
    write('repair', 'echo no >&2; exit 7');
    const detail = 'repair ended with exit code 7';
    expect(await run({ program: 'repair' })).toEqual({
      result: 'failed',
      code: 'command-failed',
      detail,
      exitStatus: 7,
    });
    expect(context.outputs.join('')).toBe('no\n');
  });

  it('is ended at its time limit, with all that it started, and nobody knows what it did', async () => {
    write('repair', 'sleep 1000 & echo $! > child; wait');
    const outcome = await run({ program: 'repair', timeoutSeconds: 1 });
    expect(outcome).toMatchObject({ result: 'unknown', code: 'time-limit' });
    const child = readFileSync(join(folder, 'child'), 'utf8').trim();
    await waitFor(() => isGone(child), { what: 'its child to be gone' });
  });

  it('tells what it prints as it comes, and is not kept by us', async () => {
    write('repair', 'head -c 104857600 /dev/zero | tr "\\0" x');
    let length = 0;
    let longest = 0;
    const counting: Told = {
      ...context,
      output: (piece) => {
        length += piece.length;
        longest = Math.max(longest, piece.length);
      },
    };
    expect(await run({ program: 'repair' }, counting)).toMatchObject({ result: 'done' });
    expect(length).toBe(104_857_600);
    expect(longest).toBeLessThan(1_048_576);
  });

  it.each([
    ['that is not there', 'missing'],
    ['that anybody may change', 'open'],
  ])('is refused when it is one %s', async (_, program) => {
    write('open', 'touch was-run');
    chmodSync(join(folder, 'open'), 0o777);
    expect(await run({ program })).toMatchObject({ result: 'failed', code: 'program-refused' });
    expect(context.leaves).toEqual([]);
    expect(existsSync(join(folder, 'was-run'))).toBe(false);
  });

  it('can be looked at without running it', async () => {
    write('repair', 'touch was-run');
    const look = (settings: object) =>
      checkRecoveryProgram(folder, schema.parse(settings), new AbortController().signal);
    expect(await look({ program: 'repair' })).toMatchObject({ result: 'done' });
    expect(await look({ program: 'missing' })).toMatchObject({ result: 'failed', code: 'program-refused' });
    expect(await look({ program: 'repair', user: 'nobody-of-that-name' })).toMatchObject({ code: 'program-refused' });
    expect(existsSync(join(folder, 'was-run'))).toBe(false);
  });

  it('is refused where no folder of programs is given', async () => {
    const outcome = await run({ program: 'repair' }, context, null);
    expect(outcome).toMatchObject({ code: 'program-refused', detail: 'this server was given no folder of programs' });
  });

  it('is not started when leave is not given', async () => {
    write('repair', 'touch was-run');
    const withdrawn = recordingContext(undefined, () => Promise.reject(new WithdrawnError('stopped')));
    await expect(run({ program: 'repair' }, withdrawn)).rejects.toThrow(WithdrawnError);
    expect(existsSync(join(folder, 'was-run'))).toBe(false);
  });
});
