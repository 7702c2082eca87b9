import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openEnded, sampleNotice } from '@twotwenty/actions/sample-notice.fixture';
import { createTextLogChannel } from '@twotwenty/actions/text-log/text-log-channel';
import { textLogSettings } from '@twotwenty/contracts/actions/text-log';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const schema = textLogSettings(plainSecretSchema);
const settings = schema.parse({ file: 'alerts.log' });

describe('a notice', () => {
  test('is one line of the file, for its owner and group', async () => {
    const folder = temporaryDirectory('text-log');
    const outcome = await createTextLogChannel({ folder }).deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toEqual({ ok: true, response: 'written to alerts.log' });
    expect(readFileSync(join(folder, 'alerts.log'), 'utf8')).toMatch(/^2026-03-02T02:14:45\.000Z failure \[[^\n]*\n$/);
    expect(statSync(join(folder, 'alerts.log')).mode & 0o027).toBe(0);
  });

  test('is an object for programs', async () => {
    const folder = temporaryDirectory('text-log');
    const json = schema.parse({ file: 'alerts.json', format: 'json' });
    await createTextLogChannel({ folder }).deliver(sampleNotice(), json, openEnded());
    const line: unknown = JSON.parse(readFileSync(join(folder, 'alerts.json'), 'utf8'));
    expect(line).toMatchObject({ kind: 'failure', incidents: [{ monitor: 'MX Frankfurt' }] });
  });

  test.each([
    { what: 'there is no folder for logs', folder: null, error: /text logs are off/, retryable: false },
    { what: 'the folder is missing', folder: '/nonexistent/logs', error: /ENOENT/, retryable: true },
  ])('is not written when $what', async ({ folder, error, retryable }) => {
    const outcome = await createTextLogChannel({ folder }).deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable, error: expect.stringMatching(error) as string });
  });

  test('does not follow a symbolic link', async () => {
    const folder = temporaryDirectory('text-log');
    writeFileSync(join(folder, 'elsewhere'), '');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'alerts.log'));
    const outcome = await createTextLogChannel({ folder }).deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toMatchObject({ ok: false, error: expect.stringMatching(/ELOOP/) as string });
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('');
  });
});

describe('a file that is full', () => {
  const small = schema.parse({ file: 'alerts.log', maxBytes: 65_536, keepFiles: 2 });
  const long = sampleNotice({ text: 'x'.repeat(40_000) });

  test('is put aside, and the oldest are deleted', async () => {
    const folder = temporaryDirectory('text-log');
    writeFileSync(join(folder, 'alerts.log.keep-me'), '');
    const channel = createTextLogChannel({ folder });
    for (let count = 0; count < 5; count += 1) await channel.deliver(long, small, openEnded());
    const names = readdirSync(folder).sort();
    expect(names).toHaveLength(4);
    expect(names.filter((name) => /^alerts\.log\.\d{8}T\d{9}Z-[0-9a-f]{6}$/.test(name))).toHaveLength(2);
    expect(names).toContain('alerts.log.keep-me');
  });

  test('is put aside although a process died while it did so', async () => {
    const folder = temporaryDirectory('text-log');
    const channel = createTextLogChannel({ folder });
    const lock = join(folder, '.alerts.log.rotating');
    writeFileSync(lock, '');
    utimesSync(lock, 0, 0);
    for (let count = 0; count < 4; count += 1) await channel.deliver(long, small, openEnded());
    expect(readdirSync(folder).filter((name) => name.startsWith('alerts.log.')).length).toBeGreaterThan(0);
  });
});

const WRITER = `
  import { appendRotating } from './libs/actions/dist/text-log/rotating-file.js';
  const [path, name, count] = process.argv.slice(1);
  for (let number = 0; number < Number(count); number += 1) {
    const line = name + ' ' + number + ' ' + 'x'.repeat(number % 997) + ' end\\n';
    await appendRotating(path, Buffer.from(line), { maxBytes: 16_384, keepFiles: 1_000 });
  }
`;

test('four processes that write and rotate at once lose and tear no line', async () => {
  const folder = join(temporaryDirectory('text-log'), 'logs');
  mkdirSync(folder);
  const names = ['a', 'b', 'c', 'd'];
  const count = 300;
  const path = join(folder, 'alerts.log');
  const write = (name: string) =>
    run(process.execPath, ['--input-type=module', '-e', WRITER, path, name, String(count)], { cwd: repositoryRoot });
  await Promise.all(names.map(write));
  const files = readdirSync(folder);
  const lines = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1));
  const expected = names.flatMap((name) =>
    Array.from({ length: count }, (_, number) => `${name} ${number} ${'x'.repeat(number % 997)} end`),
  );
  expect(lines.sort()).toEqual(expected.sort());
  // 1,200 lines of 160 octets on average, in files of 16 KiB: that many rotations happened, and not many more.
  expect(files.length).toBeGreaterThan(8);
  expect(files.length).toBeLessThan(30);
});
