import type { RunningApp } from '@twotwenty/testing/child-process';
import { createTestDatabase } from '@twotwenty/testing/postgres';
import { prepareApps, type ApiClient } from '../../support/app-processes.js';

export const ADMIN_PASSWORD = 'correct horse battery';

/** The whole product on a database of its own, as one person would run it. */
export interface Product {
  /** Of its pages, without a slash at its end. */
  readonly url: string;
  readonly databaseUrl: string;
  /** The API as the administrator, to bring about what a test is not about. */
  readonly api: ApiClient;
  /** Kills the controller: pages and API are gone, testing goes on. */
  killController(): Promise<void>;
  /** Starts it again at the same address. */
  startController(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param options `postgresUrl`: the cluster, where it is not that of the running test
 */
export async function startProduct(name: string, options: { postgresUrl?: string } = {}): Promise<Product> {
  const serverUrl = options.postgresUrl === undefined ? {} : { serverUrl: options.postgresUrl };
  const database = await createTestDatabase({ name, ...serverUrl });
  const apps = await prepareApps({ databaseUrl: database.url, redisUrl: null, adminPassword: ADMIN_PASSWORD });
  let controller: RunningApp;
  [controller] = await Promise.all([apps.start('controller'), apps.start('evaluator'), apps.start('worker')]);
  return {
    url: apps.url,
    databaseUrl: database.url,
    api: apps.api,
    async killController() {
      await controller.kill();
    },
    async startController() {
      controller = await apps.start('controller');
    },
    async stop() {
      await apps.stop();
      await database.drop();
    },
  };
}
