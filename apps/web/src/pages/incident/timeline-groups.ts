import type { TimelineEntry } from '@twotwenty/contracts/incident';
import { isUsualSkip } from '../../status/usual-skips.js';

/** What is shown as one place of the timeline: an entry, or actions that were left out one after the other. */
export type TimelineGroup =
  | { readonly type: 'entry'; readonly entry: TimelineEntry }
  | { readonly type: 'skipped'; readonly at: string; readonly entries: readonly RunEntry[] };

type RunEntry = Extract<TimelineEntry, { type: 'run' }>;

/** Puts together runs that were skipped as usual, one after the other: each alert leaves out the actions for other alerts. */
export function groupTimeline(entries: readonly TimelineEntry[]): TimelineGroup[] {
  const groups: TimelineGroup[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (entry.type !== 'run' || !isUsualSkip(entry.run)) groups.push({ type: 'entry', entry });
    else if (last?.type === 'skipped') groups.splice(-1, 1, { ...last, entries: [...last.entries, entry] });
    else groups.push({ type: 'skipped', at: entry.at, entries: [entry] });
  }
  return groups;
}
