import { formatDuration, formatExact } from '../../../time/relative-time.js';
import type { Result } from '@twotwenty/contracts/history';
import { formatMs } from '../format-ms.js';
import type { Beat, BeatGap, BeatItem } from './beats.js';

const VERDICTS = { pass: 'Passed', fail: 'Failed', unknown: 'No verdict' } as const;

/** What a test came to: `Passed`, `Passed, seen to fail by 1 site of 3`. */
export function beatTitle({ verdict, isSplit, sessions }: Beat): string {
  if (!isSplit) return VERDICTS[verdict];
  const failed = sessions.filter(({ passed, suspect }) => !passed && !suspect).length;
  return `Passed, although it failed at ${failed} of ${sessions.length} sites`;
}

/** What there is instead of tests. */
export function gapTitle({ from, to, missedTests }: BeatGap): string {
  const time = formatDuration(Date.parse(to) - Date.parse(from));
  if (missedTests === 0) return `No test for ${time}`;
  return `No data for ${time}: ${missedTests === 1 ? '1 test' : `${missedTests} tests`} without a report`;
}

/** What one site saw: `reply 220 · 12 ms`, `connect: The connection was refused. · 3 ms`. */
export function sessionWords({ passed, phase, code, replyCode, timings, detail, suspect }: Result): string {
  const outcome = passed ? 'passed' : `${phase ?? 'probe'}: ${detail?.message ?? code ?? 'failed'}`;
  const reply = replyCode === null ? [] : [`reply ${replyCode}`];
  return [outcome, ...reply, formatMs(timings.totalMs), ...(suspect ? ['does not count'] : [])].join(' · ');
}

/** All of it in one line, for those who hear it. */
export function beatLabel(item: BeatItem): string {
  if (item.type === 'gap') return `${gapTitle(item)}, until ${formatExact(item.to)}`;
  const sessions = item.sessions.map((session) =>
    item.sessions.length === 1 ? sessionWords(session) : `${session.site}: ${sessionWords(session)}`,
  );
  return `${beatTitle(item)}, test ${item.testNumber}, ${formatExact(item.at)}. ${sessions.join('; ')}`;
}
