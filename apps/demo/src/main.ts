import { runMain, stopWithProcess } from '@twotwenty/observability/lifecycle';
import { createLogger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
import { ApiClient } from './api-client.js';
import { readDemoConfig } from './config.js';
import { startOutages } from './outages.js';
import { provision } from './provision.js';
import { createRoles, CYCLE } from './scenario.js';

/** Mail servers of its own to look at, and the monitors that watch them. */
runMain(async () => {
  const config = readDemoConfig();
  const logger = createLogger('demo', config.logLevel);
  const roles = createRoles();
  const stopper = new AbortController();
  const outages: Periodic[] = [];
  stopWithProcess(logger, async () => {
    stopper.abort();
    for (const outage of outages) await outage.stop();
    await Promise.all(roles.map(({ server }) => server.close()));
  });

  await Promise.all(roles.map(({ server }) => server.open()));
  try {
    const api = new ApiClient(config.apiUrl, config.token, stopper.signal);
    await api.untilReady();
    await provision(
      api,
      roles.map(({ server, ...monitor }) => ({ ...monitor, port: server.port })),
    );
  } catch (error) {
    if (stopper.signal.aborted) return;
    throw error;
  }
  for (const { server, flaps } of roles) if (flaps) outages.push(startOutages(server, CYCLE, logger));
  logger.info({ servers: roles.map(({ name, server }) => `${name} ${server.port}`) }, 'the demo runs');
});
