import { readWorkerConfig } from '@twotwenty/config/apps';
import { runMain, stopWithProcess } from '@twotwenty/observability/lifecycle';
import { createLogger } from '@twotwenty/observability/logger';
import { observeQueues } from '@twotwenty/observability/queues';
import { openQueues } from '@twotwenty/queue/queue-system';
import { ProbeWorker } from './worker.js';

runMain(async () => {
  const config = readWorkerConfig();
  const logger = createLogger('worker', config.logLevel);
  const queues = openQueues(config.queue, observeQueues(logger));
  const { site, maxSessions, perAddress, lookupThreads } = config;
  const worker = new ProbeWorker({ queues, site, maxSessions, perAddress, lookupThreads, logger });
  await worker.start();
  logger.info({ site: config.site, queue: config.queue.backend }, 'ready');
  stopWithProcess(logger, async () => {
    await worker.stop();
    await queues.close();
  });
});
