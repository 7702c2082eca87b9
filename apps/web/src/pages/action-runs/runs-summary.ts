import type { Attention } from '@twotwenty/contracts/action-run';
import { formatNumber } from '../../numbers/format-number.js';
import type { Mood } from '../../status/headline.js';
import type { Group } from '../../status/standing.js';

interface Summary {
  readonly mood: Mood;
  readonly icon: Group;
  readonly headline: string;
  readonly detail: string;
}

/** What of the runs needs a person, in one sentence. @param attention undefined while it is not known */
export function summarizeRuns(attention: Attention | undefined): Summary {
  const failed = attention?.failedNotices.count ?? 0;
  const waits = repairsWait(attention?.waitingRepairs ?? 0);
  if (failed > 0) {
    return {
      mood: 'trouble',
      icon: 'down',
      headline: [failed === 1 ? '1 notice failed' : `${formatNumber(failed)} notices failed`, waits]
        .filter(Boolean)
        .join(', '),
      detail: `Nobody was told, and nothing tries ${failed === 1 ? 'it' : 'them'} again by itself. Mend the cause, then retry.`,
    };
  }
  if (waits !== null) {
    return {
      mood: 'warn',
      icon: 'warn',
      headline: waits,
      detail: 'Open a run to see what it would do, then release or decline it.',
    };
  }
  const detail = 'What the actions of alerts did · live';
  return attention === undefined
    ? { mood: 'idle', icon: 'uninitialized', headline: 'Action runs', detail }
    : { mood: 'up', icon: 'up', headline: 'No notice has failed', detail };
}

function repairsWait(count: number): string | null {
  if (count === 0) return null;
  return count === 1 ? '1 repair awaits approval' : `${formatNumber(count)} repairs await approval`;
}
