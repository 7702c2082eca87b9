import type { ProbeReport } from '@twotwenty/contracts/jobs';
import { createDataSource } from '@twotwenty/database/data-source';
import { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import { type ClaimedTest, ScheduleRepository } from '@twotwenty/database/repositories/schedule.repository';
import { evaluateReports } from '@twotwenty/evaluator/evaluation';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withCleanUp } from '../clean-up.js';
import { describeMachine, type Machine } from '../machine.js';
import { say } from '../output.js';
import { runSetup } from '../pipeline/apps.js';
import { BenchDatabase } from '../pipeline/database.js';
import { startEmbeddedPostgres } from '../pipeline/embedded-postgres.js';
import { UsageMeter } from '../pipeline/usage.js';
import { readStat } from '../proc.js';
import { median, sum } from '../statistics.js';

export interface ScheduleOptions {
  /** Numbers of monitors, measured one after the other. */
  readonly sizes: readonly number[];
  /** Tests that are claimed and decided for each size. */
  readonly tests: number;
}

/** What a number of monitors costs. */
export interface SizeFigures {
  readonly monitors: number;
  /** Postgres, all its processes. */
  readonly cpuMicrosecondsPerTest: number;
  /** Of one statement that begins `CLAIM` tests, the median. */
  readonly claimMs: number;
  /** Of one transaction that decides `DECIDE` tests, the median. */
  readonly decideMs: number;
  /** Of all tables of the inventory and the schedule with their indexes. */
  readonly bytesPerMonitor: number;
}

export interface ScheduleFigures {
  readonly bench: 'schedule';
  readonly machine: Machine;
  readonly options: ScheduleOptions;
  readonly sizes: readonly SizeFigures[];
}

/** As the controller and the evaluator do it. */
export const CLAIM = 1000;
export const DECIDE = 250;
const DELAY_SECONDS = 0.5;
const DUE_PAUSE_MS = 20;
const OVERDUE_SECONDS = 300;

/** Begins and decides tests in Postgres, without probing anything, with ever more monitors. */
export async function runSchedule(options: ScheduleOptions): Promise<ScheduleFigures> {
  const machine = describeMachine();
  return withCleanUp(async (cleanUp, signal) => {
    const folder = temporaryDirectory('bench');
    // Postgres never runs as root: the account it runs as must pass through.
    chmodSync(folder, 0o711);
    const postgres = await startEmbeddedPostgres(join(folder, 'postgres'), say);
    cleanUp.add('Postgres', () => postgres.stop());
    await runSetup({ databaseUrl: postgres.url, redisUrl: undefined, folder, profile: undefined });
    const database = await BenchDatabase.connect(postgres.url);
    cleanUp.add('the connection to Postgres', () => database.close());
    const dataSource = createDataSource({ url: postgres.url, applicationName: 'bench', poolSize: 1 });
    await dataSource.initialize();
    cleanUp.add('the data source', () => dataSource.destroy());
    const schedule = new ScheduleRepository(dataSource);
    const decisions = new DecisionRepository(dataSource, () => ({ notices: [], runs: [] }));
    const sizes: SizeFigures[] = [];
    for (const monitors of options.sizes) {
      signal.throwIfAborted();
      say(`making ${monitors} monitors`);
      await fill(database, monitors);
      say(`beginning and deciding ${options.tests} tests`);
      sizes.push(await measure(database, schedule, decisions, monitors, options.tests, signal));
    }
    return { bench: 'schedule', machine, options, sizes };
  });
}

async function fill(database: BenchDatabase, monitors: number): Promise<void> {
  await database.rows('TRUNCATE device, monitor, probe_result, event RESTART IDENTITY CASCADE');
  const delaySeconds = { up: DELAY_SECONDS, warn: DELAY_SECONDS, down: DELAY_SECONDS, lost: DELAY_SECONDS };
  await database.insertMonitors(monitors, { failuresPerAlert: 3, maxAlerts: 3, delaySeconds }, [25]);
  await database.makeOverdue(OVERDUE_SECONDS);
  await database.rows('VACUUM ANALYZE monitor_state');
  await database.rows('CHECKPOINT');
}

async function measure(
  database: BenchDatabase,
  schedule: ScheduleRepository,
  decisions: DecisionRepository,
  monitors: number,
  tests: number,
  signal: AbortSignal,
): Promise<SizeFigures> {
  const postgres = readStat(await database.backendPid())?.parentPid ?? -1;
  const meter = new UsageMeter([{ name: 'postgres', pids: [postgres], withChildren: true }]);
  const claims: number[] = [];
  const decides: number[] = [];
  let done = 0;
  while (done < tests) {
    signal.throwIfAborted();
    const began = performance.now();
    const claimed = await schedule.claimDue(CLAIM);
    claims.push(performance.now() - began);
    for (let start = 0; start < claimed.length; start += DECIDE) {
      decides.push(await decide(decisions, claimed.slice(start, start + DECIDE)));
    }
    done += claimed.length;
    if (claimed.length < CLAIM) await sleep(DUE_PAUSE_MS);
  }
  const usage = meter.end();
  return {
    monitors,
    cpuMicrosecondsPerTest: (sum(usage.groups.map(({ cpuMs }) => cpuMs)) * 1000) / done,
    claimMs: median(claims),
    decideMs: median(decides),
    bytesPerMonitor: (await database.inventoryBytes()) / monitors,
  };
}

/** @returns how long it took, milliseconds */
async function decide(decisions: DecisionRepository, tests: readonly ClaimedTest[]): Promise<number> {
  const reports = tests.map(toReport);
  const began = performance.now();
  await decisions.decideFor(
    tests.map(({ monitorKey }) => monitorKey),
    (states) => evaluateReports(states, 'default', reports, randomUUID).changes,
    () => false,
  );
  return performance.now() - began;
}

function toReport({ monitorKey, testNumber }: ClaimedTest): ProbeReport {
  return {
    monitor: monitorKey,
    test: testNumber,
    passed: true,
    suspect: false,
    failure: null,
    replyCode: 220,
    timings: { dnsMs: null, connectMs: 12.5, greetingMs: 30.1, ehloMs: null, tlsMs: null, quitMs: 11.9, totalMs: 54.5 },
    tls: null,
    latenessMs: 0,
    detail: null,
  };
}
