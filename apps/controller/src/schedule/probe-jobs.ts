import { MAX_PROBES_PER_JOB } from '@twotwenty/contracts/limits';
import type { ProbeOrder } from '@twotwenty/contracts/jobs';
import type { ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';

/**
 * That all is well as before may be told so much later, as a part of the time until the next test: few and full messages are
 * most of what makes a test cheap.
 */
const PATIENCE = 0.01;
const MAX_PATIENCE_MS = 3000;

/** A job of tests alone. */
export interface TestJob {
  readonly orders: readonly ProbeOrder[];
}

/**
 * Groups claimed tests into jobs of many probes, apart for each site.
 *
 * The orders of a site are dealt out in turn, so that jobs are of equal size and the monitors of one server, which
 * often stand side by side, are spread over jobs and workers.
 * @param probesPerJob the most orders in a job, MAX_PROBES_PER_JOB at most
 * @param queueNowMs now, by the clock of the queue, to which the database's times are carried over
 * @returns the jobs by the name of the site
 */
export function groupIntoJobs(
  tests: readonly ClaimedTest[],
  queueNowMs: number,
  probesPerJob = MAX_PROBES_PER_JOB,
): Map<string, TestJob[]> {
  const bySite = new Map<string, ProbeOrder[]>();
  for (const test of tests) {
    const order = toOrder(test, queueNowMs);
    for (const site of test.sites) {
      const orders = bySite.get(site);
      if (orders === undefined) bySite.set(site, [order]);
      else orders.push(order);
    }
  }
  return new Map([...bySite].map(([site, orders]) => [site, dealOut(orders, probesPerJob)]));
}

function dealOut(orders: readonly ProbeOrder[], probesPerJob: number): TestJob[] {
  const jobCount = Math.ceil(orders.length / probesPerJob);
  return Array.from({ length: jobCount }, (_, job) => ({
    orders: orders.filter((_order, position) => position % jobCount === job),
  }));
}

function toOrder(test: ClaimedTest, queueNowMs: number): ProbeOrder {
  const dueAtMs = queueNowMs - (test.claimedAt.getTime() - test.dueAt.getTime());
  return {
    monitor: test.monitorKey,
    test: test.testNumber,
    target: test.target,
    maxTestDurationMs: test.maxTestDurationMs,
    // Begun later than this, a probe that takes its whole time could not report within the lease.
    expiresAtMs: Math.max(queueNowMs, dueAtMs) + (LEASE_GRACE_SECONDS * 1000) / 2,
    dueAtMs,
    keepTranscript: test.forced,
    well: test.well,
    reportWithinMs: Math.min(Math.round(PATIENCE * test.delaySeconds * 1000), MAX_PATIENCE_MS),
  };
}
