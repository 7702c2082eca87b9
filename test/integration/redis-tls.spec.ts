import { readWorkerConfig } from '@twotwenty/config/apps';
import { resultsQueue } from '@twotwenty/contracts/queues';
import { inspectRedis } from '@twotwenty/queue/inspect-redis';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { siteUserName, siteUserRule } from '@twotwenty/queue/site-user';
import { createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import { startApp } from '@twotwenty/testing/child-process';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis } from '../support/redis-client.js';

const PASSWORD = 'p@ss/word: of paris %25';

describe('a Redis behind TLS', () => {
  let certificates: TestCertificates;
  let strangers: TestCertificates;
  let redis: RedisServer;
  let strict: RedisServer;
  let passwordFile: string;

  beforeAll(async () => {
    [certificates, strangers] = await Promise.all([createTestCertificates(), createTestCertificates()]);
    const { authorityFile } = certificates;
    const certificate = await certificates.get('valid');
    [redis, strict] = await Promise.all([
      startRedis({ tls: { certificate, authorityFile } }),
      startRedis({ tls: { certificate, authorityFile, clientsMustShow: true } }),
    ]);
    passwordFile = join(temporaryDirectory('redis-tls'), 'password');
    writeFileSync(passwordFile, `${PASSWORD}\n`);
    const operator = connectRedis(redis.url);
    await operator.call('ACL', 'SETUSER', siteUserName('paris'), ...siteUserRule('paris', PASSWORD));
    operator.close();
  });
  afterAll(() => Promise.all([redis.stop(), strict.stop()]));

  /** Opens the queues that the variables of an app's environment name. */
  function open(server: RedisServer, env: Record<string, string>): QueueSystem {
    const { queue } = readWorkerConfig({ REDIS_URL: `rediss://localhost:${server.tlsPort}`, ...env });
    const queues = openQueues(queue, { onError: () => undefined, onFailure: () => undefined });
    onTestFinished(() => queues.close());
    return queues;
  }

  it('is used with its authority, by producers, by consumers and by the doctor', async () => {
    const queues = open(redis, { REDIS_CA_FILE: certificates.authorityFile });
    let taken = 0;
    await queues.consume(resultsQueue('default'), () => Promise.resolve(void (taken += 1)));
    await queues.send(resultsQueue('default'), [{ reports: [{} as never] }]);
    await waitFor(() => taken === 1, { what: 'the message' });
    const { queue } = readWorkerConfig({
      REDIS_URL: `rediss://127.0.0.1:${redis.tlsPort}`,
      REDIS_CA_FILE: certificates.authorityFile,
    });
    if (queue.backend !== 'redis') throw new Error('the queue is on Redis');
    expect((await inspectRedis(queue, 5000)).version).toMatch(/^\d/);
  });

  it('is refused with the authority of somebody else, and without any', async () => {
    await expect(open(redis, { REDIS_CA_FILE: strangers.authorityFile }).ping()).rejects.toThrow(/certificate/);
    await expect(open(redis, {}).ping()).rejects.toThrow(/certificate/);
  });

  it('is refused under another name than that of its certificate', async () => {
    const { authorityFile } = certificates;
    const elsewhere = await startRedis({ tls: { certificate: await certificates.get('wrong-name'), authorityFile } });
    onTestFinished(() => elsewhere.stop());
    await expect(open(elsewhere, { REDIS_CA_FILE: authorityFile }).ping()).rejects.toThrow(
      /does not match certificate's altnames/,
    );
  });

  it('lets in who shows a certificate, where it wants one', async () => {
    const { chainFile, keyFile } = await certificates.get('for-clients');
    const files = { REDIS_CA_FILE: certificates.authorityFile, REDIS_CERT_FILE: chainFile, REDIS_KEY_FILE: keyFile };
    await open(strict, files).ping();
    await expect(open(strict, { REDIS_CA_FILE: files.REDIS_CA_FILE }).ping()).rejects.toThrow();
  });

  it('serves a worker that knows a site, the address and the file of a password', async () => {
    const all = openQueues(
      { backend: 'redis', url: redis.url },
      { onError: () => undefined, onFailure: () => undefined },
    );
    onTestFinished(() => all.close());
    const worker = await startApp('worker', {
      REDIS_URL: `rediss://${siteUserName('paris')}@localhost:${redis.tlsPort}`,
      REDIS_PASSWORD_FILE: passwordFile,
      REDIS_CA_FILE: certificates.authorityFile,
      DATABASE_URL: undefined,
      SITE: 'paris',
    });
    await worker.ready;
    await worker.stop();
    expect(worker.logs()).not.toContain(PASSWORD);
  });

  it('that is not the one it should be ends a worker with a message that says why', async () => {
    const worker = await startApp('worker', {
      REDIS_URL: `rediss://${siteUserName('paris')}:${encodeURIComponent(PASSWORD)}@localhost:${redis.tlsPort}`,
      REDIS_CA_FILE: strangers.authorityFile,
      DATABASE_URL: undefined,
      SITE: 'paris',
    });
    await expect(worker.ready).rejects.toThrow();
    expect(worker.logs()).toMatch(/certificate/);
    expect(worker.logs()).not.toContain(PASSWORD);
    expect(worker.logs()).not.toContain(encodeURIComponent(PASSWORD));
  });
});
