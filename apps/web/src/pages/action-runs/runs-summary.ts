import { formatCount, type Counted } from '../../api/failed-notices.js';
import type { Mood } from '../../status/headline.js';
import type { Group } from '../../status/standing.js';

interface Summary {
  readonly mood: Mood;
  readonly icon: Group;
  readonly headline: string;
  readonly detail: string;
}

/**
 * What of the runs needs a person, in one sentence.
 * @param failed notices that reached nobody; undefined while it is not known
 * @param waiting repairs that wait for somebody; undefined while it is not known
 */
export function summarizeRuns(failed: Counted | undefined, waiting: Counted | undefined): Summary {
  const waits = waiting === undefined || waiting.count === 0 ? null : repairsWait(waiting);
  if (failed !== undefined && failed.count > 0) {
    const count = formatCount(failed);
    return {
      mood: 'trouble',
      icon: 'down',
      headline: [count === '1' ? '1 notice failed' : `${count} notices failed`, waits].filter(Boolean).join(', '),
      detail: `Nobody was told, and nothing tries ${count === '1' ? 'it' : 'them'} again by itself. Mend the cause, then retry.`,
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
  return failed === undefined
    ? { mood: 'idle', icon: 'uninitialized', headline: 'Action runs', detail }
    : { mood: 'up', icon: 'up', headline: 'No notice has failed', detail };
}

function repairsWait(waiting: Counted): string {
  const count = formatCount(waiting);
  return count === '1' ? '1 repair awaits approval' : `${count} repairs await approval`;
}
