import { groupBy, type ActRecord, type Fault, type History } from './history.js';

/** How soon the schedule went on after acts had ended together. */
export interface Return {
  readonly slot: number;
  readonly acts: readonly ActRecord[];
  readonly returnedMs: number;
  /** Until half of all monitors had a verdict again; null when they never had. */
  readonly afterMs: number | null;
}

const ENOUGH = 0.5;

/** Measures every slot: from the return of what came back last until half of the monitors had a verdict. */
export function returnsOf({ acts, results, monitors }: History): Return[] {
  const ordered = results.filter(({ suspect }) => !suspect).toSorted((left, right) => left.atMs - right.atMs);
  return [...groupBy(acts, ({ slot }) => slot)].map(([slot, own]) => {
    const returnedMs = Math.max(...own.map((act) => act.returnedMs));
    const seen = new Set<number>();
    const enough = ordered.find(({ key, atMs }) => atMs > returnedMs && seen.add(key).size >= monitors.length * ENOUGH);
    return { slot, acts: own, returnedMs, afterMs: enough === undefined ? null : enough.atMs - returnedMs };
  });
}

/**
 * @param limitMs in which the schedule must go on
 * @param leaseMs added where tests in flight may have been lost: they come back when their lease is over
 */
export function checkReturns(history: History, limitMs: number, leaseMs: number): Fault[] {
  return returnsOf(history).flatMap(({ acts, returnedMs, afterMs }) => {
    const limit = limitMs + (acts.some(({ losesTests }) => losesTests) ? leaseMs : 0);
    if (afterMs !== null && afterMs <= limit) return [];
    const names = acts.map(({ name }) => name).join(' and ');
    const what = `after ${names} half of the monitors had a verdict ${afterMs === null ? 'never' : `after ${afterMs} ms`}`;
    return [{ check: 'the schedule goes on', address: null, atMs: returnedMs, what }];
  });
}
