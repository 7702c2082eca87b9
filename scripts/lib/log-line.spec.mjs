import { describe, expect, it } from 'vitest';
import { formatLogLine, launcherLine } from './log-line.mjs';

const time = new Date(2026, 2, 1, 14, 3, 5).getTime();

/** @param {object} record */
const format = (record) => formatLogLine('controller', JSON.stringify({ level: 30, time, ...record }));

describe('formatLogLine', () => {
  it('shows time, app, level, message and fields, and leaves out what is the same in every line', () => {
    const line = format({ pid: 7, hostname: 'h', name: 'controller', msg: 'listening', port: 8220, host: '127.0.0.1' });
    expect(line).toBe('14:03:05 controller  info  listening port=8220 host=127.0.0.1');
  });

  it.each([
    ['a b', '"a b"'],
    ['', '""'],
    ['x=y', '"x=y"'],
    [null, 'null'],
    [{ a: [1] }, '{"a":[1]}'],
  ])('shows the value %j as %s', (value, shown) => {
    expect(format({ msg: 'm', value })).toBe(`14:03:05 controller  info  m value=${shown}`);
  });

  it('shows an error with its stack', () => {
    const line = format({
      level: 50,
      msg: 'failed',
      err: { type: 'Error', message: 'no disk', stack: 'Error: no disk\n    at x' },
    });
    expect(line).toBe('14:03:05 controller  error failed err="no disk"\nError: no disk\n    at x');
  });

  it.each(['plain text', '{"no":"level"}', '{broken', '', '[1]'])('leaves the line %j as it is', (line) => {
    expect(formatLogLine('worker', line)).toBe(line);
  });

  it('lets no control character through to the terminal', () => {
    expect(format({ msg: 'said \u001B[2J\u009B1m\r\n' })).toContain('said \\x1b[2J\\x9b1m\\x0d\\x0a');
    expect(formatLogLine('worker', 'a\u001B]0;x\u0007')).toBe('a\\x1b]0;x\\x07');
  });
});

describe('launcherLine', () => {
  it('has the form of the apps’ lines', () => {
    expect(launcherLine('warn', 'slow')).toMatch(/^\d\d:\d\d:\d\d launcher {4}warn {2}slow$/);
  });
});
