import type { MonitorField, MonitorValues } from './monitor-values.js';
import { formatNumber } from '../../numbers/format-number.js';

/** A timing that burdens the server, or is burdened by it: why, and what would be right. */
export interface TimingWarning {
  readonly field: MonitorField;
  readonly text: string;
}

/** More than one session in 10 seconds, from all sites together, is more than a server should be asked for. */
const BUSY_SESSION_SECONDS = 10;
/** Below this a server's reverse look-up of our address may still be under way when the test gives up. */
const SHORT_TEST_SECONDS = 5;
const RIGHT_TEST_SECONDS = 30;

const LOOKUP = 'SMTP servers look up the name of every address that connects to them (reverse DNS)';
const DELAYS = ['up', 'warn', 'down', 'lost'] as const;

/** What to say about the timing of a monitor. Numbers that are missing are somebody else's to complain about. */
export function timingWarnings(values: MonitorValues): readonly TimingWarning[] {
  const duration = Number(values['timing.maxTestDurationSeconds']);
  return [...busyWarnings(values), ...longTestWarnings(values, duration), ...shortTestWarnings(duration)];
}

/** Of several delays that are too short the shortest is named: what is right for it is right for the others. */
function busyWarnings(values: MonitorValues): readonly TimingWarning[] {
  const sites = Math.max(1, values.sites.length);
  const least = BUSY_SESSION_SECONDS * sites;
  const short = delaysOf(values).filter(({ seconds }) => seconds < least);
  const shortest = short.toSorted((left, right) => left.seconds - right.seconds)[0];
  if (shortest === undefined) return [];
  const { name, field, seconds } = shortest;
  const perHour = formatNumber((3600 / seconds) * sites);
  const from = sites === 1 ? '' : ` from ${sites} sites together`;
  return [
    {
      field,
      text: `While ${name} the server is asked for up to ${perHour} sessions an hour${from}. ${LOOKUP}, so that many tests add load and may be turned away. Choose ${least} seconds or more${sites > 1 ? ', or fewer sites' : ''}.`,
    },
  ];
}

function longTestWarnings(values: MonitorValues, duration: number): readonly TimingWarning[] {
  const short = delaysOf(values).filter(({ seconds }) => duration > seconds);
  if (short.length === 0) return [];
  const names = short.map(({ name }) => name).join(', ');
  return [
    {
      field: 'timing.maxTestDurationSeconds',
      text: `A test may take ${duration} seconds, longer than the delay while ${names}: a slow server has a session of ours open most of the time. Make the delay longer than a test may take.`,
    },
  ];
}

function shortTestWarnings(duration: number): readonly TimingWarning[] {
  if (!(duration > 0 && duration < SHORT_TEST_SECONDS)) return [];
  return [
    {
      field: 'timing.maxTestDurationSeconds',
      text: `${LOOKUP} before they greet it, which may take seconds: in ${duration} s a server that is well may fail. ${RIGHT_TEST_SECONDS} seconds are right for most.`,
    },
  ];
}

function delaysOf(values: MonitorValues) {
  return DELAYS.map((delay) => {
    const field = `timing.delaySeconds.${delay}` as const;
    return { field, name: delay.charAt(0).toUpperCase() + delay.slice(1), seconds: Number(values[field]) };
  }).filter(({ seconds }) => seconds > 0);
}
