import { percentile } from '../statistics.js';
import type { ApiSession } from './api-session.js';
import type { ApiCase } from './cases.js';

/** How fast the cases of a group were answered, milliseconds. */
export interface AnswerTimes {
  readonly group: string;
  /** Different addresses. */
  readonly cases: number;
  readonly answers: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** The address whose median is the longest, and that median. */
  readonly worst: { readonly path: string; readonly p50: number };
}

/**
 * Asks every case several times. A round asks all of them once, so that no answer follows its like, as with many people.
 * @param rounds after one that is not counted
 * @returns the groups in the order of the cases, and all of them together at the end
 */
export async function measureAnswers(
  api: ApiSession,
  cases: readonly ApiCase[],
  rounds: number,
  signal: AbortSignal,
): Promise<AnswerTimes[]> {
  const times = new Map<ApiCase, number[]>(cases.map((each) => [each, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [each, own] of times) {
      signal.throwIfAborted();
      const ms = await api.time(each.path);
      if (round > 0) own.push(ms);
    }
  }
  const groups = [...new Set(cases.map(({ group }) => group))];
  const timesOf = (group?: string) => [...times].filter(([each]) => group === undefined || each.group === group);
  return [...groups.map((group) => summarize(group, timesOf(group))), summarize('all', timesOf())];
}

function summarize(group: string, times: readonly (readonly [ApiCase, readonly number[]])[]): AnswerTimes {
  const all = times.flatMap(([, own]) => own);
  const medians = times.map(([{ path }, own]) => ({ path, p50: percentile(own, 0.5) }));
  const worst = medians.reduce((left, right) => (right.p50 > left.p50 ? right : left));
  return {
    group,
    cases: times.length,
    answers: all.length,
    p50: percentile(all, 0.5),
    p95: percentile(all, 0.95),
    p99: percentile(all, 0.99),
    max: percentile(all, 1),
    worst,
  };
}
