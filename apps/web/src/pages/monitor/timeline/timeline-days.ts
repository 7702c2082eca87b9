import type { MonitorTimelineEntry } from '@twotwenty/contracts/monitor-timeline';
import { isUsualSkip } from '../../../status/usual-skips.js';

type RunEntry = Extract<MonitorTimelineEntry, { type: 'run' }>;

/** What is shown as one place: an entry, or actions that were left out as their settings say. */
export type TimelineItem =
  | { readonly type: 'entry'; readonly entry: MonitorTimelineEntry }
  | { readonly type: 'skipped'; readonly entries: readonly RunEntry[] };

export interface TimelineDay {
  /** Of the first entry shown of it, ISO 8601. */
  readonly at: string;
  readonly items: readonly TimelineItem[];
}

/**
 * Puts entries under the days that they are of, in the viewer's zone, and together what was skipped at one moment.
 * @param entries newest first
 */
export function groupByDay(entries: readonly MonitorTimelineEntry[]): TimelineDay[] {
  const days: { at: string; items: TimelineItem[] }[] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last !== undefined && isSameDay(last.at, entry.at)) add(last.items, entry);
    else days.push({ at: entry.at, items: itemsOf(entry) });
  }
  return days;
}

function add(items: TimelineItem[], entry: MonitorTimelineEntry): void {
  const last = items.at(-1);
  const joins = last?.type === 'skipped' && entry.type === 'run' && isUsualSkip(entry.run);
  if (joins && last.entries[0]?.at === entry.at) {
    items[items.length - 1] = { ...last, entries: [...last.entries, entry] };
  } else {
    items.push(...itemsOf(entry));
  }
}

function itemsOf(entry: MonitorTimelineEntry): TimelineItem[] {
  if (entry.type === 'run' && isUsualSkip(entry.run)) return [{ type: 'skipped', entries: [entry] }];
  return [{ type: 'entry', entry }];
}

function isSameDay(left: string, right: string): boolean {
  return new Date(left).toDateString() === new Date(right).toDateString();
}

const dayFormat = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
});

/** `Today`, `Yesterday`, `Monday, March 2, 2026`. */
export function dayTitle(at: string, nowMs: number): string {
  if (isSameDay(at, new Date(nowMs).toISOString())) return 'Today';
  const yesterday = new Date(nowMs);
  yesterday.setDate(yesterday.getDate() - 1);
  return isSameDay(at, yesterday.toISOString()) ? 'Yesterday' : dayFormat.format(new Date(at));
}
