import { readEvaluatorConfig } from '@twotwenty/config/apps';
import { createDataSource } from '@twotwenty/database/data-source';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { ChangeRepository } from '@twotwenty/database/repositories/change.repository';
import { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { HealthRepository } from '@twotwenty/database/repositories/health.repository';
import { LookoutRepository } from '@twotwenty/database/repositories/lookout.repository';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { SiteWatchRepository } from '@twotwenty/database/repositories/site-watch.repository';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { startHealthFile } from '@twotwenty/observability/health-file';
import { runMain, stopWithProcess } from '@twotwenty/observability/lifecycle';
import { createLogger, type Logger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
import { observeQueues } from '@twotwenty/observability/queues';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { createDeliver, deliveryLimitMs } from './actions/channels.js';
import { startDelivery } from './actions/delivery.js';
import { startChangeCleaner } from './change-cleaner.js';
import { startEvaluator } from './evaluator.js';
import { startLookout } from './lookout.js';
import { createNoticePlanner } from './notices/notice-planner.js';
import { createSiteNoticePlanner } from './notices/site-notice-planner.js';
import { startRecovery } from './repairs/recovery.js';
import { shareAnswer } from './shared-answer.js';
import { startSiteWatch } from './site-watch.js';
import { startWorkerRegistry } from './worker-registry.js';

/** Longer than a delivery waits in the queue while others hang; after a loss of the queue notices are this late. */
const QUEUE_LEASE_SECONDS = 45;

/** Several loops look for sites every few seconds. */
const SITE_NAMES_VALID_MS = 1000;

interface Common {
  readonly config: ReturnType<typeof readEvaluatorConfig>;
  readonly dataSource: ReturnType<typeof createDataSource>;
  readonly queues: QueueSystem;
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  readonly logger: Logger;
}

runMain(async () => {
  const config = readEvaluatorConfig();
  const logger = createLogger('evaluator', config.logLevel);
  const dataSource = createDataSource({
    url: config.databaseUrl,
    applicationName: 'twotwenty evaluator',
    poolSize: config.databasePool,
  });
  await dataSource.initialize();
  const sites = new SiteRepository(dataSource);
  const queues = openQueues(config.queue, observeQueues(logger));
  const siteNames = shareAnswer(() => sites.names(), SITE_NAMES_VALID_MS);
  const common = { config, dataSource, queues, siteNames, logger };
  const deciding = await startDeciding(common);
  const watching = await startWatching(common, deciding.onNotices);
  const apps = [...deciding.apps, ...watching, startChangeCleaner(new ChangeRepository(dataSource), logger)];
  const database = new HealthRepository(dataSource);
  const health = startHealthFile(config.healthFile, () => Promise.all([database.ping(), queues.ping()]), logger);
  stopWithProcess(logger, async () => {
    // Not waited for: a check of what is away takes longer than a stop should.
    void health.stop();
    await Promise.all(apps.map((app) => app.stop()));
    await queues.close();
    await dataSource.destroy();
  });
  // Said last: whoever waits for it may end this process at once, in good order.
  logger.info({ queue: config.queue.backend }, 'ready');
});

/** Decides on tests, tells of it and repairs. */
async function startDeciding({ config, dataSource, queues, siteNames, logger }: Common) {
  const secrets = new SecretBox(config.secretsKey, config.secretsKeysAccepted);
  const programFolder = config.actionPrograms ?? null;
  const deliveries = new DeliveryRepository(dataSource);
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
  const { repairs, checks } = recovery;
  const onNotices = (): void => {
    delivery.wake();
    repairs.wake();
  };
  const evaluator = await startEvaluator({
    queues,
    siteNames,
    decisions: new DecisionRepository(dataSource, createNoticePlanner(planningOf(config))),
    probeChecks: new ProbeCheckRepository(dataSource),
    partitions: new PartitionRepository(dataSource),
    deliveries,
    audit: new AuditRepository(dataSource),
    retentionDays: config.retentionDays,
    onNotices,
    logger,
  });
  const loops = { deliveries: delivery, repairs, checks, leases: evaluator.leases };
  const lookout = startLookout({ database: new LookoutRepository(dataSource), loops, logger });
  return { apps: [lookout, evaluator, delivery, recovery], onNotices };
}

/** Hears the workers, and tells when a site is lost. */
async function startWatching(
  { config, dataSource, queues, siteNames, logger }: Common,
  onNotices: () => void,
): Promise<Periodic[]> {
  const registry = await startWorkerRegistry({ queues, siteNames, workers: new WorkerRepository(dataSource), logger });
  const sites = new SiteWatchRepository(dataSource, createSiteNoticePlanner(planningOf(config)));
  return [registry, startSiteWatch({ queues, siteNames, sites, onNotices, logger })];
}

function planningOf({ timeZone, publicUrl }: Common['config']) {
  return { timeZone, publicUrl, newId: uuidv7 };
}

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
