import { groupBy, type Fault, type History, type ToldRow } from './history.js';

/** What is told is what was decided: all of it, in order, and under one idempotency key each. */
export function checkNotices(history: History): Fault[] {
  const wanted = wantedNotices(history);
  const byName = groupBy(history.told, nameOf);
  return [
    ...[...wanted].filter(([name]) => !byName.has(name)).map(([name, atMs]) => fault(atMs, `${name} was never told`)),
    ...[...byName].flatMap(([name, told]) => keyFaults(name, told, wanted)),
    ...sharedKeys(history.told),
    ...disorder(history.told),
    ...[...groupBy(history.told, ({ idempotencyKey }) => idempotencyKey).values()].flatMap((told) =>
      unexplainedRepeats(told, history),
    ),
  ];
}

/** How many notices came again under their own key, which receivers know as the same. */
export function countRepeats({ told }: History): number {
  return told.length - new Set(told.map(({ idempotencyKey }) => idempotencyKey)).size;
}

function fault(atMs: number, what: string): Fault {
  return { check: 'notices', address: null, atMs, what };
}

function wantedNotices({ events }: History): Map<string, number> {
  const wanted = new Map<string, number>();
  for (const { type, data, atMs } of events) {
    const incident = String(data['incidentId']);
    if (type === 'alert-raised')
      wanted.set(nameOf({ incident, kind: 'failure', number: Number(data['number']) }), atMs);
    if (type === 'recovered') wanted.set(nameOf({ incident, kind: 'recovery', number: Number(data['alerts']) }), atMs);
  }
  return wanted;
}

function nameOf({ incident, kind, number }: Pick<ToldRow, 'incident' | 'kind' | 'number'>): string {
  return `${kind} ${number} of incident ${incident}`;
}

function keyFaults(name: string, told: readonly ToldRow[], wanted: ReadonlyMap<string, number>): Fault[] {
  const atMs = told[0]?.atMs ?? 0;
  if (!wanted.has(name)) return [fault(atMs, `${name} was told and never decided`)];
  const perAction = [...groupBy(told, ({ action }) => action)];
  return perAction.flatMap(([action, rows]) => {
    const keys = new Set(rows.map(({ idempotencyKey }) => idempotencyKey));
    return keys.size === 1 ? [] : [fault(atMs, `${name} was told ${keys.size} times by ${action}, under as many keys`)];
  });
}

/** A receiver would take the second thing that is told under a key for a repetition of the first. */
function sharedKeys(told: readonly ToldRow[]): Fault[] {
  return [...groupBy(told, ({ idempotencyKey }) => idempotencyKey)].flatMap(([key, rows]) => {
    const names = new Set(rows.map(nameOf));
    return names.size === 1 ? [] : [fault(rows[0]?.atMs ?? 0, `${names.size} notices have the key ${key}`)];
  });
}

function disorder(told: readonly ToldRow[]): Fault[] {
  const faults: Fault[] = [];
  const latest = new Map<string, number>();
  const seen = new Set<string>();
  for (const row of told) {
    if (seen.has(row.idempotencyKey)) continue;
    seen.add(row.idempotencyKey);
    const line = `${row.incident} ${row.action}`;
    const rank = row.kind === 'recovery' ? Infinity : row.number;
    if (rank < (latest.get(line) ?? 0)) faults.push(fault(row.atMs, `${nameOf(row)} came after a later one`));
    else latest.set(line, rank);
  }
  return faults;
}

/** At least once is what is promised: a repetition needs somebody who could not write down that it was told. */
function unexplainedRepeats(told: readonly ToldRow[], { acts }: History): Fault[] {
  return told.slice(1).flatMap((row, index) => {
    const before = told[index]?.atMs ?? 0;
    const explained = acts.some(({ beganMs, returnedMs }) => beganMs <= row.atMs && returnedMs >= before);
    return explained ? [] : [fault(row.atMs, `${nameOf(row)} was repeated, and no act explains it`)];
  });
}
