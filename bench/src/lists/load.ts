import type { ProbeReport } from '@twotwenty/contracts/jobs';
import { createDataSource } from '@twotwenty/database/data-source';
import { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import { evaluateReports } from '@twotwenty/evaluator/evaluation';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

/** Tests that are decided in one transaction. */
const BATCH = 50;
/** How often a monitor's verdict is another than the one before. */
const CHANGING_SHARE = 0.1;

/** Begins tests of monitors by chance, as the schedule does with those that are due. */
const BEGIN = `
  UPDATE monitor_state state
  SET test_number = test_number + 1, test_started_at = now(), in_flight = true, forced = false, sites = '{default}', votes = '{}',
      due_at = now() + interval '45 seconds'
  FROM (SELECT key FROM monitor WHERE sites = '{default}' AND key > $1 ORDER BY key LIMIT $2) AS chosen
  WHERE state.monitor_key = chosen.key AND hold IS NULL AND NOT in_flight
  RETURNING monitor_key AS "monitorKey", test_number AS "testNumber", status`;

interface BegunTest {
  readonly monitorKey: number;
  readonly testNumber: number;
  readonly status: string;
}

/** Tests that come in while lists are looked at: decided as evaluators do it, and some with another verdict than before. */
export class BackgroundLoad {
  private tests = 0;
  private changes = 0;
  private isStopped = false;
  /** Set once it was stopped: at the end of a run everything is stopped again. */
  private ending: Promise<void> | undefined;
  private readonly beganAtMs = performance.now();
  private readonly running: Promise<void>;
  private readonly decisions: DecisionRepository;

  private constructor(
    private readonly dataSource: DataSource,
    private readonly perSecond: number,
    private readonly monitors: number,
  ) {
    this.decisions = new DecisionRepository(dataSource, () => ({ notices: [], runs: [] }));
    this.running = this.run();
    // Told by `stop`.
    this.running.catch(() => undefined);
  }

  static async start(databaseUrl: string, perSecond: number, monitors: number): Promise<BackgroundLoad> {
    const dataSource = createDataSource({ url: databaseUrl, applicationName: 'bench load', poolSize: 1 });
    await dataSource.initialize();
    return new BackgroundLoad(dataSource, perSecond, monitors);
  }

  /** @returns what was decided a second, and how many of these were another verdict than before */
  async stop(): Promise<{ testsPerSecond: number; changesPerSecond: number }> {
    this.isStopped = true;
    await this.running.finally(() => (this.ending ??= this.dataSource.destroy()));
    const seconds = (performance.now() - this.beganAtMs) / 1000;
    return { testsPerSecond: this.tests / seconds, changesPerSecond: this.changes / seconds };
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const tests = await this.dataSource.query<[BegunTest[], number]>(BEGIN, [
        Math.floor(Math.random() * this.monitors),
        BATCH,
      ]);
      await this.decide(tests[0]);
      const aheadMs = (this.tests * 1000) / this.perSecond - (performance.now() - this.beganAtMs);
      if (aheadMs > 0) await sleep(aheadMs);
    }
  }

  private async decide(tests: readonly BegunTest[]): Promise<void> {
    const reports = tests.map((test) => {
      const isChange = Math.random() < CHANGING_SHARE;
      if (isChange) this.changes += 1;
      return toReport(test, (test.status === 'up') !== isChange);
    });
    await this.decisions.decideFor(
      tests.map(({ monitorKey }) => monitorKey),
      (states) => evaluateReports(states, 'default', reports, randomUUID).changes,
      () => true,
    );
    this.tests += tests.length;
  }
}

function toReport({ monitorKey, testNumber }: BegunTest, passed: boolean): ProbeReport {
  const totalMs = 20 + 100 * Math.random();
  return {
    monitor: monitorKey,
    test: testNumber,
    passed,
    suspect: false,
    failure: passed ? null : { phase: 'connect', code: 'connect-refused', message: 'the connection was refused' },
    replyCode: passed ? 220 : null,
    timings: { dnsMs: null, connectMs: 10, greetingMs: totalMs - 10, ehloMs: null, tlsMs: null, quitMs: null, totalMs },
    tls: null,
    latenessMs: 0,
    detail: null,
  };
}
