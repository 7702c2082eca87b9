import { describe, expect, it } from 'vitest';
import { summarizeRuns } from './runs-summary.js';

const none = { count: 0, truncated: false };
const one = { count: 1, truncated: false };
const many = { count: 500, truncated: true };

describe('summarizeRuns', () => {
  it.each([
    [undefined, undefined, 'idle', 'Action runs'],
    [none, none, 'up', 'No notice has failed'],
    [undefined, one, 'warn', '1 repair awaits approval'],
    [none, many, 'warn', '500+ repairs await approval'],
    [one, none, 'trouble', '1 notice failed'],
    [many, one, 'trouble', '500+ notices failed, 1 repair awaits approval'],
  ] as const)('failed %j, waiting %j is %s: %s', (failed, waiting, mood, headline) => {
    expect(summarizeRuns(failed, waiting)).toMatchObject({ mood, headline });
  });
});
