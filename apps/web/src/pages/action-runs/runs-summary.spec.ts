import type { Attention } from '@twotwenty/contracts/action-run';
import { describe, expect, it } from 'vitest';
import { summarizeRuns } from './runs-summary.js';

function attention(failed: number, waitingRepairs: number): Attention {
  return { failedNotices: { count: failed, oldestAt: null, alerts: [] }, waitingRepairs };
}

describe('summarizeRuns', () => {
  it('claims nothing while nothing is known', () => {
    expect(summarizeRuns(undefined)).toMatchObject({ mood: 'idle', headline: 'Action runs' });
  });

  it.each([
    [0, 0, 'up', 'No notice has failed'],
    [0, 1, 'warn', '1 repair awaits approval'],
    [0, 500, 'warn', '500 repairs await approval'],
    [1, 0, 'trouble', '1 notice failed'],
    [500, 1, 'trouble', '500 notices failed, 1 repair awaits approval'],
  ] as const)('%i failed, %i waiting is %s: %s', (failed, waiting, mood, headline) => {
    expect(summarizeRuns(attention(failed, waiting))).toMatchObject({ mood, headline });
  });
});
