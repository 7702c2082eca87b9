import { readEvaluatorConfig } from '@twotwenty/config/apps';
import { createDataSource } from '@twotwenty/database/data-source';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { ChangeRepository } from '@twotwenty/database/repositories/change.repository';
import { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { HealthRepository } from '@twotwenty/database/repositories/health.repository';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { SiteWatchRepository } from '@twotwenty/database/repositories/site-watch.repository';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { startHealthFile } from '@twotwenty/observability/health-file';
import { runMain, stopWithProcess } from '@twotwenty/observability/lifecycle';
import { createLogger, type Logger } from '@twotwenty/observability/logger';
import { observeQueues } from '@twotwenty/observability/queues';
import { openQueues } from '@twotwenty/queue/queue-system';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { createDeliver, deliveryLimitMs } from './actions/channels.js';
import { startDelivery } from './actions/delivery.js';
import { startChangeCleaner } from './change-cleaner.js';
import { startEvaluator } from './evaluator.js';
import { createNoticePlanner } from './notices/notice-planner.js';
import { createSiteNoticePlanner } from './notices/site-notice-planner.js';
import { startRecovery } from './repairs/recovery.js';
import { startSiteWatch } from './site-watch.js';
import { startWorkerRegistry } from './worker-registry.js';

/** Longer than a delivery waits in the queue while others hang; after a loss of the queue notices are this late. */
const QUEUE_LEASE_SECONDS = 45;

runMain(async () => {
  const config = readEvaluatorConfig();
  const logger = createLogger('evaluator', config.logLevel);
  const dataSource = createDataSource({
    url: config.databaseUrl,
    applicationName: 'twotwenty evaluator',
    poolSize: config.databasePool,
  });
  await dataSource.initialize();
  const secrets = new SecretBox(config.secretsKey, config.secretsKeysAccepted);
  const programFolder = config.actionPrograms ?? null;
  const deliveries = new DeliveryRepository(dataSource);
  const sites = new SiteRepository(dataSource);
  const siteNames = (): Promise<string[]> => sites.names();
  const planning = { timeZone: config.timeZone, publicUrl: config.publicUrl, newId: uuidv7 };
  const queues = openQueues(config.queue, observeQueues(logger));
  const evaluator = await startEvaluator({
    queues,
    siteNames,
    decisions: new DecisionRepository(dataSource, createNoticePlanner(planning)),
    probeChecks: new ProbeCheckRepository(dataSource),
    partitions: new PartitionRepository(dataSource),
    deliveries,
    audit: new AuditRepository(dataSource),
    retentionDays: config.retentionDays,
    logger,
  });
  const delivery = await startDelivery({
    deliveries,
    queues,
    queueLeaseSeconds: QUEUE_LEASE_SECONDS,
    deliver: createDeliver({
      secrets,
      allowedAddresses: config.actionAllowedAddresses,
      logFolder: await makeLogFolder(config.dataDir, logger),
      programFolder,
    }),
    limitMs: deliveryLimitMs,
    logger,
  });
  const recovery = startRecovery({ dataSource, secrets, programFolder, logger });
  const registry = await startWorkerRegistry({ queues, siteNames, workers: new WorkerRepository(dataSource), logger });
  const siteWatch = startSiteWatch({
    queues,
    siteNames,
    sites: new SiteWatchRepository(dataSource, createSiteNoticePlanner(planning)),
    logger,
  });
  const cleaner = startChangeCleaner(new ChangeRepository(dataSource), logger);
  const database = new HealthRepository(dataSource);
  const health = startHealthFile(config.healthFile, () => Promise.all([database.ping(), queues.ping()]), logger);
  stopWithProcess(logger, async () => {
    // Not waited for: a check of what is away takes longer than a stop should.
    void health.stop();
    const apps = [evaluator, delivery, recovery, registry, siteWatch, cleaner];
    await Promise.all(apps.map((app) => app.stop()));
    await queues.close();
    await dataSource.destroy();
  });
  // Said last: whoever waits for it may end this process at once, in good order.
  logger.info({ queue: config.queue.backend }, 'ready');
});

/** @returns null where nothing can be written, as in a container whose files are read-only: then text logs are off */
async function makeLogFolder(dataDir: string, logger: Logger): Promise<string | null> {
  const folder = join(dataDir, 'logs');
  try {
    await mkdir(folder, { recursive: true });
    return folder;
  } catch (error) {
    logger.warn({ err: error, folder }, 'text logs are off: their folder could not be made');
    return null;
  }
}
