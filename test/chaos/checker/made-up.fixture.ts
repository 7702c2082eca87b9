import type { ActRecord, EventRow, History, MonitorFacts, ResultRow, ToldRow } from './history.js';

export const MONITOR: MonitorFacts = { key: 1, address: '127.77.0.1', sites: ['default'], lastTest: 0 };

/** A run of one monitor in which nothing was, but for what is given. */
export function madeUp(changes: Partial<History> = {}): History {
  const { results = [], events = [] } = changes;
  const numbers = [...results, ...events].map(({ test }) => test ?? 0);
  return {
    monitors: [{ ...MONITOR, lastTest: Math.max(0, ...numbers) }],
    outages: [],
    sessions: new Map(),
    results: [],
    events: [],
    incidents: [],
    told: [],
    acts: [],
    startedMs: 0,
    ...changes,
  };
}

/** One result a second, numbered from 1. @param outcomes a letter each: p for passed, f for failed, - for none */
export function resultsOf(outcomes: string): ResultRow[] {
  return [...outcomes].flatMap((outcome, index) =>
    outcome === '-'
      ? []
      : [{ ...result(index + 1), passed: outcome === 'p', code: outcome === 'p' ? null : 'server-silent' }],
  );
}

export function result(test: number, changes: Partial<ResultRow> = {}): ResultRow {
  return { key: 1, test, site: 'default', atMs: test * 1000, passed: true, suspect: false, code: null, ...changes };
}

export function event(test: number, type: string, data: EventRow['data'] = {}): EventRow {
  return { key: 1, test, atMs: test * 1000, type, data };
}

export function act(beganMs: number, returnedMs: number, changes: Partial<ActRecord> = {}): ActRecord {
  return { slot: 1, name: 'kill', what: 'worker 1', losesTests: false, beganMs, returnedMs, ...changes };
}

export function told(number: number, changes: Partial<ToldRow> = {}): ToldRow {
  const idempotencyKey = `key of ${number}`;
  return {
    atMs: number * 1000,
    idempotencyKey,
    action: '/webhook',
    incident: 'i',
    kind: 'failure',
    number,
    ...changes,
  };
}
