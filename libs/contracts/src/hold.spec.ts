import { describe, expect, it } from 'vitest';
import { suspensionInputSchema } from './hold.js';
import { describeIssues } from './parse-each.js';

const EITHER = 'until: must be given, or forSeconds instead, and not both';

describe('a suspension', () => {
  it.each([{ forSeconds: 60 }, { until: '2026-01-05T22:00:00Z' }])('lasts as long as %j says', (input) => {
    expect(suspensionInputSchema.parse(input)).toEqual(input);
  });

  it.each<[object, string]>([
    [{}, EITHER],
    [{ forSeconds: 60, until: '2026-01-05T22:00:00Z' }, EITHER],
    [{ forSeconds: 0 }, 'forSeconds: must be a whole number from 1 to 31622400 seconds'],
    [{ forSeconds: '60' }, 'forSeconds: must be a whole number from 1 to 31622400 seconds'],
  ])('is refused with %j', (input, problem) => {
    const result = suspensionInputSchema.safeParse(input);
    expect(result.success ? '' : describeIssues(result.error)).toBe(problem);
  });
});
