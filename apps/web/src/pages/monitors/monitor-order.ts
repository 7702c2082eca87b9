import type { Monitor } from '@twotwenty/contracts/monitor';
import { GROUPS, groupOf } from '../../status/standing.js';

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const TROUBLED = new Set<string>(['down', 'lost', 'warn']);

type Sortable = Pick<Monitor, 'id' | 'name' | 'state'>;

/** What needs a person first; among the troubled the newest trouble, among the others by name. */
export function compareMonitors(a: Sortable, b: Sortable): number {
  const group = groupOf(a.state);
  const byGroup = GROUPS.indexOf(group) - GROUPS.indexOf(groupOf(b.state));
  if (byGroup !== 0) return byGroup;
  const byAge = TROUBLED.has(group) ? Date.parse(b.state.since) - Date.parse(a.state.since) : 0;
  return byAge || names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}

/**
 * Keeps the order people are looking at: rows that were shown stay where they are, new ones follow in theirs.
 * @param shown ids in the order on the screen
 */
export function keepOrder<T extends { readonly id: string }>(sorted: readonly T[], shown: readonly string[]): T[] {
  const place = new Map(shown.map((id, index) => [id, index]));
  return sorted.toSorted((a, b) => (place.get(a.id) ?? shown.length) - (place.get(b.id) ?? shown.length));
}
