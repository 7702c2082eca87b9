import { probeQueue, workersQueue } from '@twotwenty/contracts/queues';
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
    expect(cleaned).toEqual(['a', 'b', 'c'].flatMap((site) => [workersQueue(site).name, probeQueue(site).name]));
  });
});
