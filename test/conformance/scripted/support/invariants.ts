import { PHASES, type ProbeResult } from '@twotwenty/domain/probe';
import { ANOMALY_CODES, type CodeEntry, FAILURE_CODES } from '@twotwenty/smtp/failure-codes';
import { expect } from 'vitest';

const MAX_TRANSCRIPT_TEXT = 4096;
/** One sentence for an administrator: more is no sentence. */
const MAX_MESSAGE = 1000;
const PRINTABLE = /^[\x20-\x7e]*$/;

/** What holds of the result of any probe, whatever the server does. */
export function expectSoundResult(result: ProbeResult, elapsedMs: number): void {
  const { failure, anomalies, timings, transcript } = result;
  expect(result.ok).toBe(failure === null);
  if (failure !== null) expectKnown(failure, FAILURE_CODES);
  for (const anomaly of anomalies) expectKnown(anomaly, ANOMALY_CODES);
  expect(new Set(anomalies.map(({ phase, code }) => `${phase} ${code}`)).size).toBe(anomalies.length);

  const text = transcript.map((line) => line.text);
  expect(text.join('').length).toBeLessThanOrEqual(MAX_TRANSCRIPT_TEXT);
  expect(text.filter((line) => !PRINTABLE.test(line))).toEqual([]);
  if (failure !== null) expect(text).toContain(failure.message);
  const offsets = transcript.map(({ atMs }) => atMs);
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));

  const { totalMs, ...phases } = timings;
  const parts = Object.values(phases).filter((ms) => ms !== null);
  expect(parts.filter((ms) => ms < 0)).toEqual([]);
  expect(parts.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(totalMs, 1);
  expect(totalMs).toBeLessThanOrEqual(elapsedMs + 1);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
}

function expectKnown(
  problem: { phase: (typeof PHASES)[number]; code: string; message: string },
  table: Readonly<Record<string, CodeEntry>>,
): void {
  expect(PHASES).toContain(problem.phase);
  expect(table[problem.code]?.phases ?? [`no ${problem.code}`]).toContain(problem.phase);
  expect(problem.message).toMatch(PRINTABLE);
  expect(problem.message.length).toBeLessThanOrEqual(MAX_MESSAGE);
  expect(problem.message).toContain(table[problem.code]?.meaning);
  // A detail that is empty leaves a colon without anything to tell.
  expect(problem.message).not.toBe(`${table[problem.code]?.meaning}: .`);
}
