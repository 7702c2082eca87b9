import type { FuzzInput } from './input.js';
import { flawsOfRun, isLate } from './judge.js';
import type { Runner } from './runner.js';
import type { StrayErrors } from './stray-errors.js';

const REPETITIONS = 5;

/** Runs an input a few times, alone, and tells in text what came of it. */
export async function replayText(
  input: FuzzInput,
  runner: Runner,
  strays: StrayErrors,
): Promise<{ readonly text: string; readonly hasFlaws: boolean }> {
  const lines: string[] = [];
  let hasFlaws = false;
  for (let i = 1; i <= REPETITIONS; i += 1) {
    const [run] = await runner.run([input]);
    if (run === undefined) continue;
    const flaws = flawsOfRun(run).map(({ kind, text }) => `${kind}: ${text}`);
    if (isLate(run)) flaws.push(`late: ${run.lateMs} ms too long, ${run.lateByStallMs} ms of it stalled`);
    for (const error of strays.take())
      flaws.push(`stray-error: ${error instanceof Error ? error.stack : String(error)}`);
    hasFlaws ||= flaws.length > 0;
    if (i === 1) lines.push(JSON.stringify({ result: run.result, server: run.observation }, null, 2));
    lines.push(`run ${i}: ${flaws.length === 0 ? 'no flaw' : flaws.join('\n       ')}`);
  }
  return { text: lines.join('\n'), hasFlaws };
}
