import type { ProbeReport } from '@twotwenty/contracts/jobs';
import { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import type { ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { createNoticePlanner } from '@twotwenty/evaluator/notices/notice-planner';
import { randomUUID } from 'node:crypto';
import type { DataSource } from './migrated-database.js';

/** Decisions as an evaluator takes them. */
export function decisionsOn(dataSource: DataSource): DecisionRepository {
  const planner = createNoticePlanner({
    timeZone: 'Europe/Berlin',
    publicUrl: 'https://monitor.example.com',
    newId: randomUUID,
  });
  return new DecisionRepository(dataSource, planner);
}

/** What a worker reports of a server that refuses connections, or greets. */
export function reportOn(
  { monitorKey, testNumber }: Pick<ClaimedTest, 'monitorKey' | 'testNumber'>,
  passed: boolean,
): ProbeReport {
  return {
    monitor: monitorKey,
    test: testNumber,
    passed,
    suspect: false,
    failure: passed ? null : { phase: 'connect', code: 'connect-refused', message: 'The connection was refused.' },
    replyCode: passed ? 220 : null,
    timings: { dnsMs: null, connectMs: 1, greetingMs: 1, ehloMs: null, tlsMs: null, quitMs: 1, totalMs: 3 },
    tls: null,
    latenessMs: 1,
    detail: null,
  };
}
