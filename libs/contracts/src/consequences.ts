import {
  MAX_SIMULATED_TESTS,
  simulateDowntime,
  type SimulatedTest,
} from '@twotwenty/domain/alerting/simulate-downtime';
import { z } from 'zod';
import { notificationSchema, timingSchema } from './monitor.js';

/** How an outage of a monitor that is Up goes on while its server stays away. Seconds from the first failed test. */
export interface Course {
  /** 0: the first failed test alerts. */
  readonly firstAlertSeconds: number;
  /** Null: Lost comes after more tests than are played through. */
  readonly lostSeconds: number | null;
}

/** What timing and notification control of a monitor mean. */
export interface Consequences {
  readonly failuresPerAlert: number;
  readonly maxAlerts: number;
  /** The longest time from the beginning of an outage to the end of the first test that fails by it. */
  readonly noticedWithinSeconds: number;
  /** Where every test fails at once, as that of a server that refuses connections. */
  readonly quick: Course;
  /** Where every test takes the whole time that it may, as that of a server that is silent. */
  readonly slow: Course;
}

/** No defaults: what a form has not said yet has no consequences. */
const settingsSchema = z.object({
  timing: z.object({
    maxTestDurationSeconds: z.number(),
    delaySeconds: z.object({ up: z.number(), warn: z.number(), down: z.number(), lost: z.number() }),
  }),
  notification: z.object({ failuresPerAlert: z.number(), maxAlerts: z.number() }),
});

/** Any outage is longer than the tests that are played through. */
const FOR_EVER_SECONDS = 1e12;
const BEGINNING = new Date(0);

/**
 * What the numbers of a monitor mean, by the same functions that decide in earnest.
 * @param settings with `timing` and `notification` of a monitor, as somebody types them
 * @returns null while one of the numbers is missing or is none that a monitor may have
 */
export function consequencesOf(settings: unknown): Consequences | null {
  const given = settingsSchema.safeParse(settings);
  if (!given.success) return null;
  const timing = timingSchema.safeParse(given.data.timing);
  const notification = notificationSchema.safeParse(given.data.notification);
  if (!timing.success || !notification.success) return null;
  const { maxTestDurationSeconds, delaySeconds } = timing.data;
  const policy = { ...notification.data, delaySeconds };
  return {
    ...notification.data,
    noticedWithinSeconds: delaySeconds.up + maxTestDurationSeconds,
    quick: courseOf(policy, 0),
    slow: courseOf(policy, maxTestDurationSeconds),
  };
}

function courseOf(policy: Parameters<typeof simulateDowntime>[0]['policy'], testDurationSeconds: number): Course {
  const needed = policy.failuresPerAlert * policy.maxAlerts;
  const outage = { startsAt: BEGINNING, lengthSeconds: FOR_EVER_SECONDS, testDurationSeconds, alerts: [], policy };
  const { tests } = simulateDowntime(outage, Math.min(needed, MAX_SIMULATED_TESTS));
  const from = tests[0]?.decidedAt ?? BEGINNING;
  const secondsUntil = (test: SimulatedTest): number => (test.decidedAt.getTime() - from.getTime()) / 1000;
  const alerting = tests.find(({ effects }) => effects.some(({ type }) => type === 'alert-raised'));
  const lost = tests.find(({ stateAfter }) => stateAfter === 'lost');
  return {
    firstAlertSeconds: alerting === undefined ? 0 : secondsUntil(alerting),
    lostSeconds: lost === undefined ? null : secondsUntil(lost),
  };
}
