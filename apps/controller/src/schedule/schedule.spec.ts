import { probeQueue, WORKERS_QUEUE } from '@twotwenty/contracts/queues';
import { createLogger } from '@twotwenty/observability/logger';
import { describe, expect, it } from 'vitest';
import { dropExpired } from './schedule.js';

describe('dropExpired', () => {
  it('cleans every other queue when one is in trouble, and tells of that', async () => {
    const cleaned: string[] = [];
    const dropWaiting = ({ name }: { readonly name: string }): Promise<number> => {
      cleaned.push(name);
      return name === probeQueue('b').name ? Promise.reject(new Error('b is in trouble')) : Promise.resolve(0);
    };
    const cleaning = dropExpired({
      siteNames: () => Promise.resolve(['a', 'b', 'c']),
      queues: { dropWaiting },
      logger: createLogger('test', 'fatal'),
    });
    await expect(cleaning).rejects.toMatchObject({ errors: [new Error('b is in trouble')] });
    expect(cleaned).toEqual([...['a', 'b', 'c'].map((site) => probeQueue(site).name), WORKERS_QUEUE.name]);
  });

  it('cleans the queue of the workers also when the sites are not known', async () => {
    const cleaned: string[] = [];
    const cleaning = dropExpired({
      siteNames: () => Promise.reject(new Error('the database is away')),
      queues: { dropWaiting: ({ name }) => (cleaned.push(name), Promise.resolve(0)) },
      logger: createLogger('test', 'fatal'),
    });
    await expect(cleaning).rejects.toThrow();
    expect(cleaned).toEqual([WORKERS_QUEUE.name]);
  });
});
