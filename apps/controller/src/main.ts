import { readControllerConfig, type ControllerConfig } from '@twotwenty/config/apps';
import { ConfigurationError } from '@twotwenty/config/environment';
import { createDataSource } from '@twotwenty/database/data-source';
import { HoldRepository } from '@twotwenty/database/repositories/hold.repository';
import { ScheduleRepository } from '@twotwenty/database/repositories/schedule.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { runMain, stopWithProcess } from '@twotwenty/observability/lifecycle';
import { createLogger } from '@twotwenty/observability/logger';
import { observeQueues } from '@twotwenty/observability/queues';
import { openQueues } from '@twotwenty/queue/queue-system';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.js';
import { startHoldKeeper } from './holds/hold-keeper.js';
import { startSchedule } from './schedule/schedule.js';
import { ScheduleBell } from './schedule/schedule-bell.js';

/** Where the build leaves the web app, seen from `dist`. */
const WEB_ROOT = fileURLToPath(new URL('../../web/dist', import.meta.url));

async function main(): Promise<void> {
  const config = readControllerConfig();
  const logger = createLogger('controller', config.logLevel);
  const dataSource = createDataSource({
    url: config.databaseUrl,
    applicationName: 'twotwenty-controller',
    poolSize: config.databasePool,
  });
  await dataSource.initialize();
  const queues = openQueues(config.queue, observeQueues(logger));
  const { adminToken, cookieSecure, trustedProxies, maxStreams } = config;
  const settings = { adminToken, cookieSecure, trustedProxies, maxStreams, webRoot: WEB_ROOT };
  const secrets = new SecretBox(config.secretsKey, config.secretsKeysAccepted);
  const app = await createApp({ dataSource, queues, secrets, logger, settings });
  await listen(app, config);
  const sites = new SiteRepository(dataSource);
  const schedule = startSchedule({
    schedule: new ScheduleRepository(dataSource),
    siteNames: () => sites.names(),
    queues,
    logger,
  });
  app.get(ScheduleBell).onRing(() => schedule.wake());
  const keeper = startHoldKeeper(new HoldRepository(dataSource), logger);
  stopWithProcess(logger, async () => {
    // First of all, so that nothing new is begun.
    await Promise.all([schedule.stop(), keeper.stop()]);
    await app.close();
    await queues.close();
    await dataSource.destroy();
  });
  // Said last: whoever waits for it may end this process at once, in good order.
  logger.info({ host: config.host, port: config.port }, 'listening');
}

/** @throws ConfigurationError when the address is taken or is none of this machine */
async function listen(app: Awaited<ReturnType<typeof createApp>>, { host, port }: ControllerConfig): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new ConfigurationError([`PORT: ${port} on ${host} is used by another program already`]);
    if (code === 'EADDRNOTAVAIL') throw new ConfigurationError([`HOST: ${host} is no address of this machine`]);
    if (code === 'EACCES') throw new ConfigurationError([`PORT: ${port} may not be used without further rights`]);
    throw error;
  }
}

runMain(main);
