import type { Monitor } from '@twotwenty/contracts/monitor';
import { ScheduleRepository, type ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { decideReports } from '@twotwenty/evaluator/evaluator';
import { createLogger } from '@twotwenty/observability/logger';
import { decisionsOn, reportOn } from './decisions.js';
import type { DataSource } from './migrated-database.js';

const logger = createLogger('test', 'fatal');

/** Whether the server of a monitor answers, by the id of the monitor. */
export type Outcomes = Readonly<Record<string, boolean>>;

/** Lets monitors be due and claims them, as the schedule would; the others wait. @returns the tests that began, by monitor */
export async function beginTests(
  dataSource: DataSource,
  monitorIds: readonly string[],
): Promise<ReadonlyMap<string, ClaimedTest>> {
  const rows = await dataSource.query<{ key: number; id: string }[]>('SELECT key, id FROM monitor');
  await dataSource.query(
    `UPDATE monitor_state SET due_at = now() + CASE WHEN monitor.id = ANY($1) THEN '0 s' ELSE '1 day' END::interval
     FROM monitor WHERE monitor.key = monitor_key AND NOT in_flight`,
    [monitorIds],
  );
  const ids = new Map(rows.map(({ key, id }) => [key, id]));
  const tests = await new ScheduleRepository(dataSource).claimDue(1000);
  return new Map(tests.map((test) => [ids.get(test.monitorKey) ?? '', test]));
}

/** Decides on what the site `default` saw of the tests, as the evaluator does. */
export async function reportTests(
  dataSource: DataSource,
  tests: ReadonlyMap<string, ClaimedTest>,
  outcomes: Outcomes,
): Promise<void> {
  const reports = Object.entries(outcomes).flatMap(([id, passed]) => {
    const test = tests.get(id);
    return test === undefined ? [] : [reportOn(test, passed)];
  });
  const problems = await decideReports({ decisions: decisionsOn(dataSource), logger }, 'default', reports);
  if (problems.length > 0) throw new Error(problems.join('; '));
}

/** Lets the leases of all tests in flight be over, as if nobody had answered for that long. */
export async function endLeases(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    `UPDATE monitor_state SET due_at = now() - interval '1 minute', lease_until = now() WHERE in_flight`,
  );
}

/** A whole test of each monitor that is named. @returns the ids of those that were tested */
export async function runTests(dataSource: DataSource, outcomes: Outcomes): Promise<string[]> {
  const tests = await beginTests(dataSource, Object.keys(outcomes));
  await reportTests(dataSource, tests, outcomes);
  return [...tests.keys()];
}

/** One test of each of some monitors, all with the same outcome. */
export async function playTest(dataSource: DataSource, monitors: readonly Monitor[], passed: boolean): Promise<void> {
  await runTests(dataSource, Object.fromEntries(monitors.map(({ id }) => [id, passed])));
}
