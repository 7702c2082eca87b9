import type { Consequences, Course } from '@twotwenty/contracts/consequences';
import { formatNumber } from '../../numbers/format-number.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** About how long: `45 s`, `2 min`, `2.5 min`, `3 h 5 min`, `2 d`. A number and its unit stay on one line. */
export function aboutSeconds(seconds: number): string {
  if (seconds < 100) return `${formatNumber(seconds, seconds < 10 ? 1 : 0)}\u00a0s`;
  if (seconds < 10 * MINUTE) return `${formatNumber(Math.round((seconds / MINUTE) * 2) / 2, 1)}\u00a0min`;
  if (seconds < HOUR) return `${Math.round(seconds / MINUTE)}\u00a0min`;
  const minutes = Math.round(seconds / MINUTE);
  if (seconds < DAY) return twoUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(seconds / HOUR);
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const head = `${large}\u00a0${largeUnit}`;
  return small === 0 ? head : `${head} ${small}\u00a0${smallUnit}`;
}

/**
 * What the numbers of a monitor mean, in sentences: "First alert about 2 min after the first failure, Lost after 3 alerts,
 * about 14 min." Where slow tests make a difference a further sentence says which.
 */
export function consequenceSentences(consequences: Consequences, maxTestDurationSeconds: number): readonly string[] {
  const { noticedWithinSeconds, quick, slow } = consequences;
  const noticed = `An outage is noticed within ${aboutSeconds(noticedWithinSeconds)}.`;
  const sentences = [`${courseSentence(quick, consequences)}.`, noticed];
  if (isAbout(quick, slow)) return sentences;
  const whole = `A server that is silent keeps each test waiting for ${aboutSeconds(maxTestDurationSeconds)}: `;
  return [...sentences, `${whole}${slowSentence(slow)}.`];
}

function courseSentence(course: Course, { failuresPerAlert, maxAlerts }: Consequences): string {
  const { firstAlertSeconds, lostSeconds } = course;
  const first =
    failuresPerAlert === 1
      ? 'First alert at the first failure'
      : `First alert about ${aboutSeconds(firstAlertSeconds)} after the first failure`;
  if (maxAlerts === 1) return `${first}, and Lost with it`;
  const lost = `Lost after ${maxAlerts} alerts`;
  return lostSeconds === null
    ? `${first}, ${lost}, after more than 10,000 failures`
    : `${first}, ${lost}, about ${aboutSeconds(lostSeconds)}`;
}

function slowSentence({ firstAlertSeconds, lostSeconds }: Course): string {
  const first = `then the first alert comes after ${aboutSeconds(firstAlertSeconds)}`;
  if (lostSeconds === null || lostSeconds === firstAlertSeconds) return first;
  return `${first}, and Lost after ${aboutSeconds(lostSeconds)}`;
}

function isAbout(left: Course, right: Course): boolean {
  const told = ({ firstAlertSeconds, lostSeconds }: Course): string =>
    [firstAlertSeconds, lostSeconds ?? 0].map(aboutSeconds).join();
  return told(left) === told(right);
}
