import type { Waiting } from '@twotwenty/database/repositories/lookout.repository';
import { createLogger } from '@twotwenty/observability/logger';
import { waitFor } from '@twotwenty/testing/wait-for';
import { describe, expect, it } from 'vitest';
import { startLookout } from './lookout.js';

const NOTHING: Waiting = { deliveries: false, repairs: false, checks: false, leases: false };

describe('the lookout', () => {
  it('wakes the loops that have something to do, and only these', async () => {
    const looks: Waiting[] = [NOTHING, { ...NOTHING, repairs: true }, { ...NOTHING, deliveries: true, leases: true }];
    const woken: string[] = [];
    const loop = (name: string) => ({ wake: () => void woken.push(name) });
    const lookout = startLookout({
      database: { look: () => Promise.resolve(looks.shift() ?? NOTHING) },
      loops: {
        deliveries: loop('deliveries'),
        repairs: loop('repairs'),
        checks: loop('checks'),
        leases: loop('leases'),
      },
      logger: createLogger('test', 'fatal'),
    });
    for (const left of [2, 1, 0]) {
      await waitFor(() => looks.length === left, { what: 'a look' });
      lookout.wake();
    }
    await lookout.stop();
    expect(woken).toEqual(['repairs', 'deliveries', 'leases']);
  });
});
