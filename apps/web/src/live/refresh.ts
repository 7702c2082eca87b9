import type { ChangedResource, StreamMessage } from '@twotwenty/contracts/stream';

/** Ids of things of a resource; `all`: any of them. */
type Ids = ReadonlySet<string> | 'all';

interface Part {
  readonly ids: Ids;
  /** Also what is about several of them, such as lists. */
  readonly lists: boolean;
}

/** What is to be asked for anew, by the first part of the queries' keys; `everything` after a gap. */
export type Refresh = ReadonlyMap<string, Part> | 'everything';

export const NOTHING: Refresh = new Map();
const NO_IDS: ReadonlySet<string> = new Set();

/** How soon: what happened at once, new results of healthy monitors in lists with less haste. */
export interface Refreshes {
  readonly urgent: Refresh;
  readonly leisurely: Refresh;
}

/** What else shows things of a resource, by the first part of the queries' keys. */
const SHOWN_IN: Readonly<Partial<Record<ChangedResource, readonly string[]>>> = {
  'action-runs': ['incidents'],
  alerts: ['alert-warnings', 'monitors'],
  credentials: ['monitors'],
  monitors: ['alert-warnings', 'devices', 'machines'],
  'maintenance-windows': ['monitors'],
  'recovery-checks': ['recovery-check'],
  sites: ['monitors', 'workers'],
};
const SHOWS_EVENTS = ['devices', 'events', 'incidents'];

/** What a message of the stream makes old. */
export function refreshOf(message: StreamMessage): Refreshes {
  switch (message.type) {
    case 'hello':
      return { urgent: NOTHING, leisurely: NOTHING };
    case 'reset':
      return { urgent: 'everything', leisurely: NOTHING };
    case 'event':
      return { urgent: refresh('monitors', [message.event.monitorId], SHOWS_EVENTS), leisurely: NOTHING };
    case 'changed':
      return { urgent: refresh(message.resource, message.ids, SHOWN_IN[message.resource]), leisurely: NOTHING };
    case 'tests':
      return {
        urgent: new Map([['monitors', { ids: idsOf(message.monitorIds), lists: false }]]),
        leisurely: new Map([['monitors', { ids: NO_IDS, lists: true }]]),
      };
  }
}

function refresh(resource: string, ids: readonly string[] | null, others: readonly string[] = []): Refresh {
  const shownIn = others.map((other) => [other, { ids: 'all', lists: true }] as const);
  return new Map([[resource, { ids: idsOf(ids), lists: true }] as const, ...shownIn]);
}

function idsOf(ids: readonly string[] | null): Ids {
  return ids === null ? 'all' : new Set(ids);
}

/** Both together. */
export function merge(left: Refresh, right: Refresh): Refresh {
  if (left === 'everything' || right === 'everything') return 'everything';
  const merged = new Map(left);
  for (const [subject, part] of right) {
    const known = merged.get(subject);
    merged.set(subject, known === undefined ? part : mergeParts(known, part));
  }
  return merged;
}

function mergeParts(left: Part, right: Part): Part {
  const ids = left.ids === 'all' || right.ids === 'all' ? 'all' : new Set([...left.ids, ...right.ids]);
  return { ids, lists: left.lists || right.lists };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether what a query shows may have become old. A key whose second part is an id is about that thing, any other about several. */
export function touches(refresh: Refresh, queryKey: readonly unknown[]): boolean {
  const [subject, id] = queryKey;
  // Who is logged in is asked for where it matters.
  if (refresh === 'everything') return subject !== 'session';
  const part = typeof subject === 'string' ? refresh.get(subject) : undefined;
  if (part === undefined) return false;
  if (typeof id !== 'string' || !UUID.test(id)) return part.lists;
  return part.ids === 'all' || part.ids.has(id);
}
