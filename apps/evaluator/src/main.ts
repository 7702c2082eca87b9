import { readEvaluatorConfig } from '@twotwenty/config/apps';
import { createDataSource } from '@twotwenty/database/data-source';
import { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { runMain, stopWithProcess } from '@twotwenty/observability/lifecycle';
import { createLogger } from '@twotwenty/observability/logger';
import { observeQueues } from '@twotwenty/observability/queues';
import { openQueues } from '@twotwenty/queue/queue-system';
import { v7 as uuidv7 } from 'uuid';
import { startEvaluator } from './evaluator.js';
import { createNoticePlanner } from './notices/notice-planner.js';
import { startWorkerRegistry } from './worker-registry.js';

runMain(async () => {
  const config = readEvaluatorConfig();
  const logger = createLogger('evaluator', config.logLevel);
  const dataSource = createDataSource({
    url: config.databaseUrl,
    applicationName: 'twotwenty evaluator',
    poolSize: config.databasePool,
  });
  await dataSource.initialize();
  const queues = openQueues(config.queue, observeQueues(logger));
  const evaluator = await startEvaluator({
    queues,
    decisions: new DecisionRepository(
      dataSource,
      createNoticePlanner({ timeZone: 'UTC', publicUrl: 'http://127.0.0.1:8220', newId: uuidv7 }),
    ),
    partitions: new PartitionRepository(dataSource),
    deliveries: new DeliveryRepository(dataSource),
    retentionDays: config.retentionDays,
    logger,
  });
  const registry = await startWorkerRegistry({ queues, workers: new WorkerRepository(dataSource), logger });
  logger.info({ queue: config.queue.backend }, 'ready');
  stopWithProcess(logger, async () => {
    await Promise.all([evaluator.stop(), registry.stop()]);
    await queues.close();
    await dataSource.destroy();
  });
});
