import type { MonitorState } from '../monitor-state.js';

/** For each monitor the monitors it depends on, by id or key. A monitor that depends on none may be missing. */
export type Dependencies<Id = string> = ReadonlyMap<Id, readonly Id[]>;

/**
 * A circle among dependencies: the ids along it, beginning and ending with the same one; null when there is none.
 * Looks at each dependency once, without recursion.
 */
export function findCircle(dependencies: Dependencies): string[] | null {
  const done = new Set<string>();
  for (const start of dependencies.keys()) {
    const circle = circleFrom(start, dependencies, done);
    if (circle !== null) return circle;
  }
  return null;
}

function circleFrom(start: string, dependencies: Dependencies, done: Set<string>): string[] | null {
  // The ids on the way from the start, in order, each with the dependencies that are still to be followed.
  const way = new Map<string, Iterator<string>>();
  const follow = (id: string): void => void way.set(id, (dependencies.get(id) ?? [])[Symbol.iterator]());
  const stack: string[] = [];
  if (!done.has(start)) {
    follow(start);
    stack.push(start);
  }
  for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
    const next = way.get(id)?.next();
    if (next === undefined || next.done === true) {
      done.add(id);
      way.delete(id);
      stack.pop();
    } else if (way.has(next.value)) {
      return [...stack.slice(stack.indexOf(next.value)), next.value];
    } else if (!done.has(next.value)) {
      follow(next.value);
      stack.push(next.value);
    }
  }
  return null;
}

/**
 * The circle that a change would close, if any. The other dependencies are taken to be without circles.
 * @param dependsOn what the monitor is to depend on from now on
 */
export function circleClosedBy(
  monitorId: string,
  dependsOn: readonly string[],
  dependencies: Dependencies,
): string[] | null {
  return circleFrom(monitorId, new Map(dependencies).set(monitorId, dependsOn), new Set());
}

/** A circle for people: `"Router" depends on "Switch" depends on "Router"`. */
export function describeCircle(circle: readonly string[], nameOf: (id: string) => string): string {
  return circle.map((id) => `"${nameOf(id)}"`).join(' depends on ');
}

/** What of a monitor says whether it masks those that depend on it. */
export type Standing = Pick<MonitorState, 'status' | 'since' | 'hold'>;

/**
 * Whether a failed test of a monitor says nothing of it, because something it depends on is out: a monitor that is Down
 * or Lost, or came Up only after the test had begun; or one in Warn that is masked itself, and so on along the chain.
 * A monitor under a hold masks nothing: nothing is known of it. Circles do no harm.
 * @param stateOf what is known of a monitor; undefined for one that was deleted, which masks nothing
 * @param testStartedAt when the failed test began
 */
export function isMasked<Id>(
  monitorId: Id,
  dependencies: Dependencies<Id>,
  stateOf: (id: Id) => Standing | undefined,
  testStartedAt: Date,
): boolean {
  const seen = new Set([monitorId]);
  const toAsk = [...(dependencies.get(monitorId) ?? [])];
  for (let id = toAsk.pop(); id !== undefined; id = toAsk.pop()) {
    const state = stateOf(id);
    if (seen.has(id) || state === undefined || state.hold !== null) continue;
    seen.add(id);
    if (isOut(state, testStartedAt)) return true;
    if (state.status === 'warn') toAsk.push(...(dependencies.get(id) ?? []));
  }
  return false;
}

function isOut({ status, since }: Standing, testStartedAt: Date): boolean {
  return status === 'down' || status === 'lost' || (status === 'up' && since > testStartedAt);
}
