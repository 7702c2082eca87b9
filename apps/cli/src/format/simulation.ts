import type { DowntimeView } from '@twotwenty/contracts/downtime';
import { formatDuration } from '@twotwenty/domain/alerting/notice-values';
import type { Downtime } from '@twotwenty/domain/alerting/simulate-downtime';
import { type ActionNames, formatNotice } from './notices.js';

type TestView = DowntimeView['tests'][number];
type Outage = Pick<Downtime, 'startsAt' | 'lengthSeconds' | 'testDurationSeconds' | 'policy'>;

/** As wide as the first column and the gap after it. */
const INDENT = '      ';

/**
 * The simulation for a person at a terminal: a line for each test, below it one for each action of its alert or recovery,
 * then what comes of it in one sentence.
 */
export function formatSimulation(outage: Outage, { tests }: DowntimeView, names: ActionNames): string {
  const header = `Outage of ${formatDuration(outage.lengthSeconds * 1000)} from ${outage.startsAt.toISOString()}`;
  const [heading = '', ...rows] = table(outage, tests);
  const lines = rows.flatMap((row, i) => [row, ...noticeLines(tests[i]?.notices ?? [], names)]);
  return [header, '', heading, ...lines, '', consequences(outage, tests)].join('\n');
}

function noticeLines(notices: TestView['notices'], names: ActionNames): string[] {
  return notices.map((notice) => `${INDENT}${formatNotice(notice, names)}`);
}

function table({ startsAt, testDurationSeconds }: Outage, tests: readonly TestView[]): string[] {
  const columns: Readonly<Record<string, (test: TestView) => string>> = {
    Test: ({ number }) => String(number),
    Begins: ({ startedAt }) => offset(startsAt, startedAt),
    ...(testDurationSeconds > 0 && { Ends: ({ decidedAt }: TestView) => offset(startsAt, decidedAt) }),
    Verdict: ({ verdict }) => verdict,
    Failures: ({ failures }) => String(failures),
    State: ({ stateAfter }) => stateAfter,
    Effect: effect,
    'Next in': ({ nextInSeconds }) => `${nextInSeconds} s`,
  };
  return align([Object.keys(columns), ...tests.map((test) => Object.values(columns).map((cell) => cell(test)))]);
}

/** Numbers and times to the right, so that their digits stand below each other. */
const TO_THE_RIGHT = new Set(['Test', 'Begins', 'Ends', 'Failures', 'Next in']);

function align(rows: readonly (readonly string[])[]): string[] {
  const names = rows[0] ?? [];
  const widths = names.map((_, i) => rows.reduce((widest, row) => Math.max(widest, row[i]?.length ?? 0), 0));
  const pad = (cell: string, i: number): string =>
    TO_THE_RIGHT.has(names[i] ?? '') ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0);
  return rows.map((row) => row.map(pad).join('  '));
}

function effect({ alertNumber, recovered }: TestView): string {
  if (recovered) return 'recovery';
  return alertNumber === null ? '' : `alert ${alertNumber}`;
}

function consequences({ startsAt, policy }: Outage, tests: readonly TestView[]): string {
  const alerts = tests.filter(({ alertNumber }) => alertNumber !== null);
  const [first] = alerts;
  if (first === undefined) return withoutAlert(policy, tests);
  const afterMs = Date.parse(first.decidedAt) - startsAt.getTime();
  const lost = alerts.find(({ stateAfter }) => stateAfter === 'lost');
  const recovery = tests.find(({ recovered }) => recovered);
  const parts = [
    afterMs < 1000 ? 'First alert at once' : `First alert after ${formatDuration(afterMs)}`,
    lost === undefined
      ? `${count(alerts.length, 'alert')} in all`
      : `Lost after ${count(alerts.length, 'alert')} at ${offset(startsAt, lost.decidedAt)}`,
    recovery === undefined ? 'no recovery yet' : `recovery notice at ${offset(startsAt, recovery.decidedAt)}`,
  ];
  return `${parts.join(', ')}.`;
}

function withoutAlert({ failuresPerAlert }: Outage['policy'], tests: readonly TestView[]): string {
  const failures = tests.filter(({ verdict }) => verdict === 'fail').length;
  if (failures === 0) return 'No test sees the outage, so nobody is told.';
  return `No alert: ${count(failures, 'failure')}, and the first alert takes ${failuresPerAlert}.`;
}

function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}

/** Since the beginning, such as `7:00`, `1:07:00`, or `0:00.5` where there are parts of a second. */
function offset(startsAt: Date, instant: string): string {
  const ms = Date.parse(instant) - startsAt.getTime();
  const totalSeconds = Math.floor(ms / 1000);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(totalSeconds / 3600), Math.floor(totalSeconds / 60) % 60];
  const start = hours > 0 ? `${hours}:${twoDigits(minutes)}` : String(minutes);
  const fraction = ms % 1000 === 0 ? '' : String((ms % 1000) / 1000).slice(1);
  return `${start}:${twoDigits(totalSeconds % 60)}${fraction}`;
}
