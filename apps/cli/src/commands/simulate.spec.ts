import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { downtimeSchema, type DowntimeView } from '@twotwenty/contracts/downtime';
import { notificationSchema, timingSchema } from '@twotwenty/contracts/monitor';
import { describe, expect, it } from 'vitest';
import { addSimulateCommand } from './simulate.js';
import { readOutage, SIMULATION_DEFAULTS } from './simulate-arguments.js';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function simulate(...args: string[]): Promise<Run> {
  const run = { code: 0, out: '', err: '' };
  const program = new Command('twotwenty').exitOverride().configureOutput({ writeErr: (text) => (run.err += text) });
  addSimulateCommand(program, {
    out: (text) => (run.out += text),
    err: (text) => (run.err += text),
    exitWith: (code) => (run.code = code),
  });
  try {
    await program.parseAsync(['simulate', ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    run.code = 3;
  }
  return run;
}

const START = ['--start', '2026-03-02T06:57:00+01:00'];
const GOLDEN = [...START, '--outage', '480', '--up=30', '--warn=30', '--down=60', '--lost=30'];

async function view(...args: string[]): Promise<DowntimeView> {
  return downtimeSchema.parse(JSON.parse((await simulate(...args, '--json')).out));
}

async function lastLine(...args: string[]): Promise<string> {
  return (await simulate(...START, ...args)).out.trimEnd().split('\n').at(-1) ?? '';
}

describe('twotwenty simulate', () => {
  it('shows every test, aligned, and what comes of it in one sentence', async () => {
    const { code, out, err } = await simulate(...GOLDEN);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      [
        'Outage of 8 min from 2026-03-02T05:57:00.000Z',
        '',
        'Test  Begins  Verdict  Failures  State  Effect    Next in',
        '   1    0:00  fail            1  warn                30 s',
        '   2    0:30  fail            2  warn                30 s',
        '   3    1:00  fail            3  down   alert 1      60 s',
        '   4    2:00  fail            4  down                60 s',
        '   5    3:00  fail            5  down                60 s',
        '   6    4:00  fail            6  down   alert 2      60 s',
        '   7    5:00  fail            7  down                60 s',
        '   8    6:00  fail            8  down                60 s',
        '   9    7:00  fail            9  lost   alert 3      30 s',
        '  10    7:30  fail           10  lost                30 s',
        '  11    8:00  pass            0  up     recovery     30 s',
        '',
        'First alert after 1 min, Lost after 3 alerts at 7:00, recovery notice at 8:00.',
        '',
      ].join('\n'),
    );
  });

  it('gives the golden run as one object of the API', async () => {
    const golden = JSON.parse(
      readFileSync(new URL('../../../../libs/domain/golden/run.json', import.meta.url), 'utf8'),
    ) as { state: string; alert: number | null; recovery: boolean; nextInSeconds: number }[];
    const { tests, problem } = await view(...GOLDEN);
    expect(problem).toBeNull();
    expect(tests[0]?.startedAt).toBe('2026-03-02T05:57:00.000Z');
    expect(tests.map((test) => [test.stateAfter, test.alertNumber, test.recovered, test.nextInSeconds])).toEqual(
      golden.map((row) => [row.state, row.alert, row.recovery, row.nextInSeconds]),
    );
  });

  it('shows when tests end where they take time', async () => {
    const { out } = await simulate(...START, '--outage=1m', '--test-duration=1.25', '--lost=0.5', '--max-alerts=1');
    expect(out).toContain('Test   Begins     Ends  Verdict');
    expect(out).toContain('   2  1:01.25   1:02.5  pass');
  });

  it('has the defaults of a monitor, and begins now', async () => {
    const { delaySeconds, ...counts } = SIMULATION_DEFAULTS;
    expect(counts).toEqual(notificationSchema.parse({}));
    expect(delaySeconds).toEqual(timingSchema.parse({}).delaySeconds);
    const before = Date.now();
    const begunAt = Date.parse((await view('--outage=0')).tests[0]?.startedAt ?? '');
    expect(begunAt).toBeGreaterThanOrEqual(before);
    expect(begunAt).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    [['--outage=481'], 'First alert after 2 min, 2 alerts in all, recovery notice at 10:00.'],
    [
      ['--outage=3h', '--max-alerts=1'],
      'First alert after 2 min, Lost after 1 alert at 2:00, recovery notice at 3:02:00.',
    ],
    [['--outage=1m', '--failures-per-alert=1'], 'First alert at once, 1 alert in all, recovery notice at 2:00.'],
    [['--outage=90s'], 'No alert: 2 failures, and the first alert takes 3.'],
    [['--outage=0'], 'No test sees the outage, so nobody is told.'],
  ])('says of %j: %s', async (args, sentence) => {
    expect(await lastLine(...args)).toBe(sentence);
  });

  it.each([
    ['8m', 480],
    ['1h30m', 5400],
    ['1d2h3m4.5s', 93_784.5],
    ['31d', 31 * 86_400],
    ['0.5', 0.5],
  ])('reads an outage of %s', (text, seconds) => {
    expect(readOutage(text)).toBe(seconds);
  });

  it('ends with exit code 3 after too many tests, and says what to do', async () => {
    const { code, out, err } = await simulate('--outage=30d', '--lost=1');
    expect(code).toBe(3);
    expect(err).toMatch(/^error: The outage of 30 d takes more than 10,000 tests; .* Choose a shorter outage/);
    expect(out).toContain('no recovery yet.');
  });

  it.each([
    [[], /required option '--outage <duration>' not specified/],
    ...['', 'soon', '1h30', '8 m', '-5', '1m2h', '1e3', '31d1s', '0.0001'].map(
      (text) => [['--outage', text], /'--outage <duration>' argument '.*' is invalid\. It must be .* 1h30m/] as const,
    ),
    ...['0', '1.5', '1001', 'x'].map(
      (text) =>
        [['--failures-per-alert', text], /'--failures-per-alert <number>' .* whole number from 1 to 1000/] as const,
    ),
    [['--max-alerts=0'], /'--max-alerts <number>' argument '0' is invalid/],
    [['--up=0.4'], /'--up <seconds>' .* from 0\.5 to 604800/],
    [['--warn=604801'], /'--warn <seconds>' argument '604801' is invalid/],
    [['--down=1m'], /'--down <seconds>' argument '1m' is invalid/],
    [['--lost=-1'], /'--lost <seconds>' argument '-1' is invalid/],
    [['--test-duration=301'], /'--test-duration <seconds>' .* from 0 to 300/],
    ...['now', '2026-03-02', '2026-03-02T05:57:00', '2026-02-30T00:00Z', '2026-13-01T00:00Z', '9999-01-01T00:00Z'].map(
      (text) => [['--start', text], /'--start <instant>' argument '.*' is invalid\. It must be an instant/] as const,
    ),
    [['--outage=1m', 'mx1'], /too many arguments/],
  ] as const)('%j is wrong usage: exit code 3', async (args, message) => {
    const { code, out, err } = await simulate(...args);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(message);
  });
});
