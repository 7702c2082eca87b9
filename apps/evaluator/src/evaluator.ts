import { probeReportSchema } from '@twotwenty/contracts/jobs';
import { parseEach } from '@twotwenty/contracts/parse-each';
import { RESULTS_QUEUE } from '@twotwenty/contracts/queues';
import type { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import type { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat } from '@twotwenty/observability/periodic';
import { PoisonedMessageError, type QueueSystem } from '@twotwenty/queue/queue-system';
import { v7 as uuidv7 } from 'uuid';
import { evaluateExpired, evaluateReports } from './evaluation.js';

const EXPIRED_BATCH = 1000;
const EXPIRED_PAUSE_MS = 1000;
/** After a start the results that wait in the queue go first: a test they answer is not a gap. */
const EXPIRED_HEAD_START_MS = 2000;
const PARTITION_DAYS_AHEAD = 3;
const HOUSEKEEPING_PAUSE_MS = 3_600_000;

export interface EvaluatorDependencies {
  readonly queues: QueueSystem;
  readonly decisions: DecisionRepository;
  readonly partitions: PartitionRepository;
  readonly retentionDays: number;
  readonly logger: Logger;
}

export interface RunningEvaluator {
  /** Finishes the batches under way. */
  stop(): Promise<void>;
}

type ResultsEnvelope = (typeof RESULTS_QUEUE.envelope)['_output'];

/** Turns reports into verdicts, states, incidents and events. Any number of evaluators may run side by side. */
export async function startEvaluator(dependencies: EvaluatorDependencies): Promise<RunningEvaluator> {
  const { queues, logger } = dependencies;
  await dependencies.partitions.ensure(PARTITION_DAYS_AHEAD);
  const consumer = await queues.consume(RESULTS_QUEUE, (message) => decideMessage(dependencies, message));
  let firstRound = true;
  const leases = repeat(logger, 'ending leases', async () => {
    if (firstRound) {
      firstRound = false;
      return EXPIRED_HEAD_START_MS;
    }
    return (await endLeases(dependencies)) === EXPIRED_BATCH ? 0 : EXPIRED_PAUSE_MS;
  });
  const housekeeping = repeat(logger, 'housekeeping', async () => {
    await dependencies.partitions.ensure(PARTITION_DAYS_AHEAD);
    const dropped = await dependencies.partitions.dropOlderThan(dependencies.retentionDays);
    if (dropped.length > 0) logger.info({ dropped }, 'dropped results past their retention');
    return HOUSEKEEPING_PAUSE_MS;
  });
  return {
    async stop() {
      await Promise.all([consumer.close(), leases.stop(), housekeeping.stop()]);
    },
  };
}

/** Decides on the good reports of a message, then sets the message aside if some were not understood. */
async function decideMessage({ decisions, logger }: EvaluatorDependencies, message: ResultsEnvelope): Promise<void> {
  const { valid, problems } = parseEach(probeReportSchema, message.reports, 'reports');
  if (valid.length > 0) {
    const keys = [...new Set(valid.map((report) => report.monitor))];
    let summary = { decided: 0, ignored: 0 };
    await decisions.decideFor(keys, (states) => {
      const evaluated = evaluateReports(states, message.site, valid, uuidv7);
      summary = evaluated;
      return evaluated.changes;
    });
    if (logger.isLevelEnabled('debug')) {
      const { decided, ignored } = summary;
      logger.debug(
        { site: message.site, decided, ignored, latenessMs: valid.map((report) => report.latenessMs) },
        'decided',
      );
    }
  }
  if (problems.length > 0) throw new PoisonedMessageError(problems);
}

async function endLeases({ decisions, logger }: EvaluatorDependencies): Promise<number> {
  const { states } = await decisions.decideExpired(EXPIRED_BATCH, (rows) => evaluateExpired(rows, uuidv7).changes);
  if (states.length > 0) logger.warn({ tests: states.length }, 'tests without an answer in time');
  return states.length;
}
