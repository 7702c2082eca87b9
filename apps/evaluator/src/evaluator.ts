import { checkReportSchema, concernsCheck, probeReportSchema, type ProbeReport } from '@twotwenty/contracts/jobs';
import { parseEach } from '@twotwenty/contracts/parse-each';
import { resultsQueue } from '@twotwenty/contracts/queues';
import type { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import type { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import type { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import type { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import type { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';
import { PoisonedMessageError, type QueueSystem } from '@twotwenty/queue/queue-system';
import { QUEUE_SETTINGS } from '@twotwenty/queue/settings';
import { v7 as uuidv7 } from 'uuid';
import { Backlog } from './backlog.js';
import { evaluateExpired, evaluateReports, failurePossible } from './evaluation.js';
import { isRefusedValue } from './refused-value.js';
import { SiteConsumers } from './site-consumers.js';
import { Turns } from './turns.js';

const EXPIRED_BATCH = 1000;
const BACKLOG_PAUSE_MS = 1000;
const PARTITION_DAYS_AHEAD = 3;
const HOUSEKEEPING_PAUSE_MS = 3_600_000;
/** Notices, or entries of the audit log, that are deleted in one transaction. */
const DELETED_AT_ONCE = 5000;

export interface EvaluatorDependencies {
  readonly queues: QueueSystem;
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  readonly decisions: Pick<DecisionRepository, 'decideFor' | 'decideExpired'>;
  readonly probeChecks: Pick<ProbeCheckRepository, 'finish'>;
  readonly partitions: PartitionRepository;
  readonly deliveries: Pick<DeliveryRepository, 'deleteOlderThan'>;
  readonly audit: Pick<AuditRepository, 'deleteOld'>;
  readonly retentionDays: number;
  /** Called when there is something to tell, once it stands in the outbox. */
  readonly onNotices?: () => void;
  readonly logger: Logger;
}

export interface RunningEvaluator {
  /** Ends the leases of tests that had no answer in time, whenever it is woken. */
  readonly leases: Pick<WakeablePeriodic, 'wake'>;
  /** Finishes the batches under way. */
  stop(): Promise<void>;
}

type ResultsEnvelope = ReturnType<typeof resultsQueue>['envelope']['_output'];

/** Turns reports into verdicts, states, incidents and events. Any number of evaluators may run side by side. */
export async function startEvaluator(dependencies: EvaluatorDependencies): Promise<RunningEvaluator> {
  const { queues, logger } = dependencies;
  // Before the first result, which would else make the default partition the place of the whole day.
  await dependencies.partitions.ensure(PARTITION_DAYS_AHEAD).catch((error: unknown) => {
    logger.error({ err: error }, 'partitions could not be made: results go to the default ones');
  });
  // However many sites there are: no more transactions at once than for one.
  const turns = new Turns(QUEUE_SETTINGS.results.concurrency);
  const consumers = new SiteConsumers({
    siteNames: dependencies.siteNames,
    consume: (site) =>
      queues.consume(resultsQueue(site), async (message, { sentAtMs }) => {
        await turns.take(() => decideMessage(dependencies, site, message));
        logger.debug({ reports: message.reports.length, afterMs: Date.now() - sentAtMs }, 'message decided');
      }),
    logger,
  });
  await consumers.start();
  const backlog = new Backlog(queues, () => consumers.sites);
  const leases = repeat(logger, 'ending leases', async () => {
    const ended = (await backlog.goesFirst()) ? 0 : await endLeases(dependencies);
    if (ended === EXPIRED_BATCH) return 0;
    // Its end has to be seen, also when by then no lease is over any more: the next one has a time of its own.
    return backlog.isKnown ? BACKLOG_PAUSE_MS : Infinity;
  });
  const housekeeping = repeat(logger, 'housekeeping', async () => {
    await dependencies.partitions.ensure(PARTITION_DAYS_AHEAD);
    const dropped = await dependencies.partitions.dropOlderThan(dependencies.retentionDays);
    if (dropped.length > 0) logger.info({ dropped }, 'dropped results past their retention');
    const deleted = await Promise.all([
      dependencies.deliveries.deleteOlderThan(dependencies.retentionDays, DELETED_AT_ONCE),
      dependencies.audit.deleteOld(DELETED_AT_ONCE),
    ]);
    return deleted.includes(DELETED_AT_ONCE) ? 0 : HOUSEKEEPING_PAUSE_MS;
  });
  return {
    leases,
    async stop() {
      await Promise.all([consumers.stop(), leases.stop(), housekeeping.stop()]);
    },
  };
}

/** Takes in the good reports of a message, then sets the message aside if some were not understood. */
async function decideMessage(
  dependencies: EvaluatorDependencies,
  site: string,
  message: ResultsEnvelope,
): Promise<void> {
  const { valid, problems } = parseEach(
    probeReportSchema,
    message.reports.filter((report) => !concernsCheck(report)),
    'reports',
  );
  if (valid.length > 0) problems.push(...(await decideReports(dependencies, site, valid)));
  problems.push(...(await takeCheckReports(dependencies, site, message.reports.filter(concernsCheck))));
  if (problems.length > 0) throw new PoisonedMessageError(problems);
}

/**
 * Takes down what came of settings that somebody tries. It decides nothing.
 * @returns what was wrong with the reports
 */
export async function takeCheckReports(
  { probeChecks, logger }: Pick<EvaluatorDependencies, 'probeChecks' | 'logger'>,
  site: string,
  reports: readonly unknown[],
): Promise<string[]> {
  const { valid, problems } = parseEach(checkReportSchema, reports, 'checks');
  for (const report of valid) {
    try {
      if (await probeChecks.finish(site, report)) continue;
      logger.debug({ site, check: report.check }, 'a report on settings is not waited for any more');
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      problems.push(`report of check ${report.check}: ${error.message}`);
    }
  }
  return problems;
}

/**
 * Decides on reports together; one by one only when the database refuses a value, so that it is refused alone.
 * @returns what was wrong with the reports that the database refused
 */
export async function decideReports(
  dependencies: Pick<EvaluatorDependencies, 'decisions' | 'onNotices' | 'logger'>,
  site: string,
  reports: readonly ProbeReport[],
): Promise<string[]> {
  try {
    await decideBatch(dependencies, site, reports);
    return [];
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    if (reports.length === 1) return [`report of monitor ${reports[0]?.monitor}: ${error.message}`];
  }
  const problems: string[] = [];
  for (const report of reports) problems.push(...(await decideReports(dependencies, site, [report])));
  return problems;
}

async function decideBatch(
  { decisions, onNotices, logger }: Pick<EvaluatorDependencies, 'decisions' | 'onNotices' | 'logger'>,
  site: string,
  reports: readonly ProbeReport[],
): Promise<void> {
  const keys = [...new Set(reports.map((report) => report.monitor))];
  let summary = { decided: 0, ignored: 0 };
  const { occasions } = await decisions.decideFor(
    keys,
    (states) => {
      const evaluated = evaluateReports(states, site, reports, uuidv7);
      summary = evaluated;
      return evaluated.changes;
    },
    failurePossible(reports),
  );
  if (occasions.length > 0) onNotices?.();
  if (!logger.isLevelEnabled('debug')) return;
  const { decided, ignored } = summary;
  logger.debug({ site, decided, ignored, latenessMs: reports.map((report) => report.latenessMs) }, 'decided');
}

async function endLeases({ decisions, onNotices, logger }: EvaluatorDependencies): Promise<number> {
  const { states, occasions } = await decisions.decideExpired(
    EXPIRED_BATCH,
    (rows) => evaluateExpired(rows, uuidv7).changes,
  );
  if (states.length > 0) logger.warn({ tests: states.length }, 'tests without an answer in time');
  if (occasions.length > 0) onNotices?.();
  return states.length;
}
