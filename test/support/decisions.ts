import type { ProbeReport } from '@twotwenty/contracts/jobs';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { ScheduleRepository, type ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { decideReports } from '@twotwenty/evaluator/evaluator';
import { createNoticePlanner } from '@twotwenty/evaluator/notices/notice-planner';
import { createLogger } from '@twotwenty/observability/logger';
import { randomUUID } from 'node:crypto';
import type { DataSource } from './migrated-database.js';

const logger = createLogger('test', 'fatal');

/** Decisions as an evaluator takes them. */
export function decisionsOn(dataSource: DataSource): DecisionRepository {
  const planner = createNoticePlanner({
    timeZone: 'Europe/Berlin',
    publicUrl: 'https://monitor.example.com',
    newId: randomUUID,
  });
  return new DecisionRepository(dataSource, planner);
}

/** One test of each monitor, begun and decided at once, whenever it is due. */
export async function playTest(dataSource: DataSource, monitors: readonly Monitor[], passed: boolean): Promise<void> {
  const repository = new MonitorRepository(dataSource);
  for (const { id } of monitors) await repository.requestTest(id);
  const claimed = await new ScheduleRepository(dataSource).claimDue(10_000);
  const problems = await decideReports(
    { decisions: decisionsOn(dataSource), logger },
    'default',
    claimed.map((test) => reportOn(test, passed)),
  );
  if (problems.length > 0) throw new Error(problems.join('; '));
}

/** What a worker reports of a server that refuses connections, or greets. */
export function reportOn({ monitorKey, testNumber }: ClaimedTest, passed: boolean): ProbeReport {
  return {
    monitor: monitorKey,
    test: testNumber,
    passed,
    failure: passed ? null : { phase: 'connect', code: 'connect-refused', message: 'The connection was refused.' },
    replyCode: passed ? 220 : null,
    timings: { dnsMs: null, connectMs: 1, greetingMs: 1, ehloMs: null, tlsMs: null, quitMs: 1, totalMs: 3 },
    tls: null,
    latenessMs: 1,
    detail: null,
  };
}
