import { describe, expect, it } from 'vitest';
import { summarizeIncidents } from './incidents-summary.js';

describe('summarizeIncidents', () => {
  it.each([
    [undefined, 'idle', 'Incidents'],
    [{ count: 0, truncated: false }, 'up', 'No incident is open'],
    [{ count: 1, truncated: false }, 'trouble', '1 incident is open'],
    [{ count: 50, truncated: true }, 'trouble', '50+ incidents are open'],
  ] as const)('%j is %s: %s', (open, mood, headline) => {
    expect(summarizeIncidents(open)).toMatchObject({ mood, headline });
  });
});
