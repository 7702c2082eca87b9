import { PHASES, type ProbeResult } from '@twotwenty/domain/probe';
import { ANOMALY_CODES, type CodeEntry, FAILURE_CODES } from '@twotwenty/domain/failure-codes';
import { probeReportSchema } from '@twotwenty/contracts/jobs';
import { toReport } from '@twotwenty/worker/report';
import { expect } from 'vitest';
import { aTarget } from './target.js';

const MAX_TRANSCRIPT_TEXT = 4096;
/** One sentence for an administrator: more is no sentence. */
const MAX_MESSAGE = 1000;
const PRINTABLE = /^[\x20-\x7e]*$/;
/** Certificates name people of any script. Half a surrogate pair counts among the invisible. */
const VISIBLE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

/** The target is no part of a report. */
const ORDER = {
  monitor: 1,
  test: 1,
  target: aTarget({}),
  maxTestDurationMs: 8_000,
  expiresAtMs: 2,
  dueAtMs: 1,
  keepTranscript: true,
  well: true,
  reportWithinMs: 0,
};

/** What holds of the result of any probe, whatever the server does. */
export function expectSoundResult(result: ProbeResult, elapsedMs: number): void {
  const { failure, anomalies, timings, transcript } = result;
  expect(result.ok).toBe(failure === null);
  const legible = result.tls === null ? PRINTABLE : VISIBLE;
  if (failure !== null) expectKnown(failure, FAILURE_CODES, legible);
  for (const anomaly of anomalies) expectKnown(anomaly, ANOMALY_CODES, legible);
  expect(new Set(anomalies.map(({ phase, code }) => `${phase} ${code}`)).size).toBe(anomalies.length);

  const text = transcript.map((line) => line.text);
  expect(text.join('').length).toBeLessThanOrEqual(MAX_TRANSCRIPT_TEXT);
  expect(text.filter((line) => !legible.test(line))).toEqual([]);
  if (failure !== null) expect(text).toContain(failure.message);
  const offsets = transcript.map(({ atMs }) => atMs);
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));

  const { totalMs, ...phases } = timings;
  const parts = Object.values(phases).filter((ms) => ms !== null);
  expect(parts.filter((ms) => ms < 0)).toEqual([]);
  expect(parts.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(totalMs, 1);
  expect(totalMs).toBeLessThanOrEqual(elapsedMs + 1);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expectReportable(result);
}

/** What a worker makes of it for the queue keeps to the contract, and loses nothing on the way through JSON. */
function expectReportable(result: ProbeResult): void {
  const report = toReport(ORDER, result, ORDER.dueAtMs);
  expect(probeReportSchema.safeParse(JSON.parse(JSON.stringify(report))).error?.issues ?? []).toEqual([]);
}

function expectKnown(
  problem: { phase: (typeof PHASES)[number]; code: string; message: string },
  table: Readonly<Record<string, CodeEntry>>,
  legible: RegExp,
): void {
  expect(PHASES).toContain(problem.phase);
  expect(table[problem.code]?.phases ?? [`no ${problem.code}`]).toContain(problem.phase);
  expect(problem.message).toMatch(legible);
  expect(problem.message.length).toBeLessThanOrEqual(MAX_MESSAGE);
  expect(problem.message).toContain(table[problem.code]?.meaning);
  // A detail that is empty leaves a colon without anything to tell.
  expect(problem.message).not.toBe(`${table[problem.code]?.meaning}: .`);
}
