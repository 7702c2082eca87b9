import { resultsQueue } from '@twotwenty/contracts/queues';
import { openQueues, PoisonedMessageError, type QueueSystem } from '@twotwenty/queue/queue-system';
import { siteUserName, siteUserRule } from '@twotwenty/queue/site-user';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis, type RedisClient } from '../support/redis-client.js';

const PASSWORD = 'the password of paris';
const OURS = '{twotwenty}:results.paris';
const THEIRS = '{twotwenty}:results.berlin';

/** Who writes into a site's queues past all of our code, and what an evaluator that may touch every key makes of it. */
describe('a hostile site', () => {
  let redis: RedisServer;
  let operator: RedisClient;
  let site: RedisClient;
  let evaluator: QueueSystem;
  let taken: number;

  beforeAll(async () => {
    redis = await startRedis();
    operator = connectRedis(redis.url);
    const user = siteUserName('paris');
    await operator.call('ACL', 'SETUSER', user, ...siteUserRule('paris', PASSWORD));
    site = connectRedis(redis.url.replace('//', `//${user}:${encodeURIComponent(PASSWORD)}@`));
    const silent = { onError: () => undefined, onFailure: () => undefined };
    evaluator = openQueues({ backend: 'redis', url: redis.url }, silent);
    await evaluator.send(resultsQueue('berlin'), [{ reports: ['theirs' as never] }]);
    taken = 0;
    await evaluator.consume(resultsQueue('paris'), ({ reports }) => {
      taken += 1;
      return reports[0] === 'bad' ? Promise.reject(new PoisonedMessageError(['no good'])) : Promise.resolve();
    });
  });
  afterAll(async () => {
    await evaluator.close();
    operator.close();
    site.close();
    await redis.stop();
  });

  /** All that is stored for anybody but this site. */
  async function ofOthers(): Promise<Record<string, unknown>> {
    const keys = ((await operator.call('KEYS', '*')) as string[]).filter((key) => !key.startsWith(`${OURS}:`)).sort();
    const values = await Promise.all(keys.map((key) => operator.call('SORT_RO', key, 'BY', 'nosort').catch(String)));
    const hashes = await Promise.all(keys.map((key) => operator.call('HGETALL', key).catch(String)));
    return Object.fromEntries(keys.map((key, index) => [key, [values[index], hashes[index]]]));
  }

  async function giveJob(id: string, report: 'good' | 'bad', fields: Record<string, string>): Promise<void> {
    const data = JSON.stringify({ reports: [report] });
    const job = { name: 'results', data, opts: '{"attempts":1}', timestamp: '1', delay: '0', priority: '0', ...fields };
    await site.call('HSET', `${OURS}:${id}`, ...Object.entries(job).flat());
    await site.call('LPUSH', `${OURS}:wait`, id);
    await site.call('ZADD', `${OURS}:marker`, '0', '0');
  }

  const parents = [
    { id: '1', queueKey: THEIRS, fpof: true },
    { id: '1', queueKey: THEIRS, cpof: true },
    { id: '1', queueKey: THEIRS, idof: true },
    { id: 'results.paris:900', queueKey: '{twotwenty}', fpof: true },
  ].map((parent) => JSON.stringify(parent));

  it('moves nothing elsewhere by reports that name others as their parents', async () => {
    const before = await ofOthers();
    const fields = parents.flatMap((parent) => [
      { parent, parentKey: `${THEIRS}:1` },
      { parent, parentKey: `${OURS}:900` },
      { parent, parentKey: `${OURS}:900`, deid: 'x' },
    ]);
    const jobs = fields.flatMap((each) => [
      ['good', each],
      ['bad', each],
    ]) as ['good' | 'bad', Record<string, string>][];
    await site.call('HSET', `${OURS}:900`, 'name', 'parent');
    for (const [index, [report, each]] of jobs.entries()) {
      await site.call('SADD', `${OURS}:900:dependencies`, `${OURS}:${1000 + index}`);
      await giveJob(String(1000 + index), report, each);
    }
    await waitFor(
      async () => {
        const { waiting = 0, active = 0 } = await evaluator.counts(resultsQueue('paris'));
        return taken === jobs.length && waiting + active === 0;
      },
      { what: 'the reports to be done with', timeoutMs: 20_000 },
    );
    expect(await ofOthers()).toEqual(before);
  });

  it('cannot hide from people what others set aside', async () => {
    const berlin = await evaluator.consume(resultsQueue('berlin'), () =>
      Promise.reject(new PoisonedMessageError(['no good'])),
    );
    onTestFinished(() => berlin.close());
    const reasons = async (): Promise<string[]> =>
      (await evaluator.deadLetters(['paris', 'berlin'], 100))
        .filter(({ queue }) => queue === 'results.berlin')
        .map(({ reason }) => reason);
    await waitFor(async () => (await reasons()).length === 1, { what: 'the dead letter of another site' });
    await site.call('DEL', `${OURS}:failed`);
    await site.call('SET', `${OURS}:failed`, 'no list at all');
    expect(await reasons()).toEqual([expect.stringMatching(/no good/)]);
  });
});
