import type { Mood } from '../../status/headline.js';
import type { Group } from '../../status/standing.js';
import { formatNumber } from '../../numbers/format-number.js';

/** How many there are of something that is read page by page. */
interface Counted {
  readonly count: number;
  /** There may be more than were counted. */
  readonly truncated: boolean;
}

interface Summary {
  readonly mood: Mood;
  readonly icon: Group;
  readonly headline: string;
  readonly detail: string;
}

const DETAIL = 'Outages that raised alerts, and what was done about them · live';

/** How many incidents go on, in one sentence. @param open undefined while it is not known */
export function summarizeIncidents(open: Counted | undefined): Summary {
  if (open === undefined) return { mood: 'idle', icon: 'uninitialized', headline: 'Incidents', detail: DETAIL };
  if (open.count === 0) return { mood: 'up', icon: 'up', headline: 'No incident is open', detail: DETAIL };
  const count = `${formatNumber(open.count)}${open.truncated ? '+' : ''}`;
  const headline = count === '1' ? '1 incident is open' : `${count} incidents are open`;
  return { mood: 'trouble', icon: 'down', headline, detail: DETAIL };
}
