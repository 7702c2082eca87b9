import type { Behaviour } from '@twotwenty/testing/mail-targets/behaviour';

/** All that a run left behind, as plain data. Times are milliseconds since 1970. */
export interface History {
  readonly monitors: readonly MonitorFacts[];
  /** When a target did not do its duty, by its own word. */
  readonly outages: readonly Outage[];
  /** How many sessions each target saw. */
  readonly sessions: ReadonlyMap<string, number>;
  readonly results: readonly ResultRow[];
  readonly events: readonly EventRow[];
  readonly incidents: readonly IncidentRow[];
  readonly told: readonly ToldRow[];
  readonly acts: readonly ActRecord[];
  readonly startedMs: number;
}

export interface MonitorFacts {
  readonly key: number;
  readonly address: string;
  readonly sites: readonly string[];
  /** The last test that has ended. */
  readonly lastTest: number;
}

export interface Outage {
  readonly address: string;
  readonly behaviour: Exclude<Behaviour, 'well'>;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What one site saw in one test, when it was decided upon. */
export interface ResultRow {
  readonly key: number;
  readonly test: number;
  readonly site: string;
  readonly atMs: number;
  readonly passed: boolean;
  /** True: the site was itself in trouble, and this is no word about the target. */
  readonly suspect: boolean;
  readonly code: string | null;
}

/** An event of a monitor; in the order in which they were written. */
export interface EventRow {
  readonly key: number;
  readonly test: number | null;
  readonly atMs: number;
  readonly type: string;
  readonly data: Readonly<Record<string, string | number>>;
}

export interface IncidentRow {
  readonly id: string;
  readonly key: number;
  readonly startedMs: number;
  readonly endedMs: number | null;
  readonly ending: string | null;
  readonly alerts: number;
}

/** A notice that reached its receiver, in the order in which they came. */
export interface ToldRow {
  readonly atMs: number;
  /** The idempotency key. */
  readonly idempotencyKey: string;
  readonly action: string;
  readonly incident: string;
  readonly kind: string;
  /** Of the alert; for a recovery that of the last one. */
  readonly number: number;
}

/** An act of chaos that was carried out. */
export interface ActRecord {
  readonly slot: number;
  readonly name: string;
  readonly what: string;
  readonly losesTests: boolean;
  readonly beganMs: number;
  /** When what was hit was back. */
  readonly returnedMs: number;
}

/** Something that should not have been. */
export interface Fault {
  readonly check: string;
  readonly address: string | null;
  readonly atMs: number | null;
  readonly what: string;
}

/** The items of a list by what they have in common, each group in the order of the list. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
