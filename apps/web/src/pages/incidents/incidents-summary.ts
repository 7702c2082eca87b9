import { formatCount, type Counted } from '../../api/failed-notices.js';
import type { Mood } from '../../status/headline.js';
import type { Group } from '../../status/standing.js';

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
  const count = formatCount(open);
  const headline = count === '1' ? '1 incident is open' : `${count} incidents are open`;
  return { mood: 'trouble', icon: 'down', headline, detail: DETAIL };
}
