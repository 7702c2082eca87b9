import { groupBy, type EventRow, type Fault, type History, type MonitorFacts, type ResultRow } from './history.js';

/** A line that is back is heard of when what was lost on it is sent again: so long a site may be in trouble after an act. */
export const RETURN_MS = 10_000;

/** A test of a monitor with what became of it. */
export interface TestFacts {
  readonly monitor: MonitorFacts;
  readonly number: number;
  readonly results: readonly ResultRow[];
  /** When it was ended as unknown; null for one that was not. Results that come later change nothing. */
  readonly unknownMs: number | null;
  /** It began after this, as the test before it had ended. */
  readonly afterMs: number;
  /** When the first word about it was said; null when nothing is known of it. */
  readonly endedMs: number | null;
}

/** All tests of all monitors, in the order of their numbers; those that nothing is known of, too. */
export function testsOf(history: History): Map<MonitorFacts, TestFacts[]> {
  const results = groupBy(history.results, ({ key }) => key);
  const unknown = groupBy(
    history.events.filter(({ type }) => type === 'test-unknown'),
    ({ key }) => key,
  );
  return new Map(
    history.monitors.map((monitor) => [
      monitor,
      testsOfOne(monitor, results.get(monitor.key) ?? [], unknown.get(monitor.key) ?? [], history.startedMs),
    ]),
  );
}

function testsOfOne(
  monitor: MonitorFacts,
  results: readonly ResultRow[],
  unknown: readonly EventRow[],
  startedMs: number,
): TestFacts[] {
  const byTest = groupBy(results, ({ test }) => test);
  const unknownAt = new Map(unknown.map(({ test, atMs }) => [test, atMs]));
  const tests: TestFacts[] = [];
  let afterMs = startedMs;
  for (let number = 1; number <= monitor.lastTest; number += 1) {
    const own = byTest.get(number) ?? [];
    const unknownMs = unknownAt.get(number) ?? null;
    const times = [...own.map(({ atMs }) => atMs), ...(unknownMs === null ? [] : [unknownMs])];
    const endedMs = times.length === 0 ? null : Math.min(...times);
    tests.push({ monitor, number, results: own, unknownMs, afterMs, endedMs });
    afterMs = endedMs ?? afterMs;
  }
  return tests;
}

/** No test has two verdicts, none is without one, and one that was lost was lost by an act. */
export function checkTests(history: History): Fault[] {
  return [...testsOf(history).values()].flat().flatMap((test) => [...doubles(test), ...gaps(test, history)]);
}

function doubles({ monitor, number, results, unknownMs }: TestFacts): Fault[] {
  const faults: Fault[] = [];
  const fault = (atMs: number, what: string): void =>
    void faults.push({ check: 'one verdict', address: monitor.address, atMs, what: `test ${number} ${what}` });
  for (const [site, rows] of groupBy(results, (row) => row.site)) {
    if (rows.length > 1) fault(rows[1]?.atMs ?? 0, `has ${rows.length} results of ${site}`);
    if (!monitor.sites.includes(site)) fault(rows[0]?.atMs ?? 0, `has a result of ${site}, which was not asked`);
  }
  // One that comes after the verdict is kept as a vote and must change nothing, which the check of the events sees to.
  const inTime = results.filter(({ atMs, suspect }) => unknownMs !== null && atMs <= unknownMs && !suspect);
  if (unknownMs !== null && inTime.length >= monitor.sites.length) {
    fault(unknownMs, 'is unknown although all sites reported');
  }
  return faults;
}

function gaps({ monitor, number, results, unknownMs, afterMs }: TestFacts, { acts }: History): Fault[] {
  const { address } = monitor;
  if (unknownMs === null) {
    if (results.some(({ suspect }) => !suspect)) return [];
    return [{ check: 'no gaps', address, atMs: afterMs, what: `nothing is known of test ${number}` }];
  }
  const hitBy = results.some(({ suspect }) => suspect) ? afterMs - RETURN_MS : afterMs;
  if (isExplained({ acts }, hitBy, unknownMs)) return [];
  return [{ check: 'no gaps', address, atMs: unknownMs, what: `test ${number} was lost, and no act explains it` }];
}

/** Whether something was hit in a time, or came back in it. */
export function isExplained({ acts }: Pick<History, 'acts'>, fromMs: number, toMs: number): boolean {
  return acts.some(({ beganMs, returnedMs }) => beganMs <= toMs && returnedMs >= fromMs);
}
