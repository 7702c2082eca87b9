import { readWorkerConfig } from '@twotwenty/config/apps';
import { VERSION } from '@twotwenty/config/version';
import { startHealthFile } from '@twotwenty/observability/health-file';
import { runMain, stopWithProcess } from '@twotwenty/observability/lifecycle';
import { createLogger } from '@twotwenty/observability/logger';
import { observeQueues } from '@twotwenty/observability/queues';
import { openQueues } from '@twotwenty/queue/queue-system';
import { checkSelf } from '@twotwenty/smtp/self-check/check-self';
import { hostname } from 'node:os';
import { v7 as uuidv7 } from 'uuid';
import { Heartbeat } from './heartbeat.js';
import { ProbeWorker } from './worker.js';

runMain(async () => {
  const config = readWorkerConfig();
  const logger = createLogger('worker', config.logLevel);
  const queues = openQueues(config.queue, observeQueues(logger));
  const { site, maxSessions, perAddress, ehloName, publicAddresses, lookupThreads } = config;
  const worker = new ProbeWorker({ queues, site, maxSessions, perAddress, ehloName, lookupThreads, logger });
  await worker.start();
  const startedAt = new Date().toISOString();
  const heartbeat = new Heartbeat({
    queues,
    site,
    identity: { id: uuidv7(), hostname: hostname(), version: VERSION, startedAt, maxSessions },
    sessions: () => worker.sessionsUnderWay,
    health: () => worker.health(),
    suspect: () => worker.suspicion,
    checkSelf: () => checkSelf({ ehloName, publicAddresses }),
    logger,
  });
  const health = startHealthFile(config.healthFile, () => queues.ping(), logger);
  stopWithProcess(logger, async () => {
    // Not waited for: a check of what is away takes longer than a stop should.
    void health.stop();
    await Promise.all([heartbeat.stop(), worker.stop()]);
    await queues.close();
  });
  // Said last: whoever waits for it may end this process at once, in good order.
  logger.info({ site: config.site, queue: config.queue.backend }, 'ready');
});
