import { common, type Cover, without } from './coverage.js';
import type { FuzzInput } from './input.js';

/** Runs inputs with nothing beside them, and tells what of the probe has run. */
export type CoverOf = (inputs: readonly FuzzInput[]) => Promise<Cover>;

/**
 * Finds the inputs that made something new run, by running halves again. What does not run again is left out: it came
 * from the timing.
 */
export async function bringersOf(
  fresh: Cover,
  inputs: readonly FuzzInput[],
  coverOf: CoverOf,
): Promise<readonly FuzzInput[]> {
  if (inputs.length <= 1) return inputs;
  const found: FuzzInput[] = [];
  let missing = fresh;
  const middle = inputs.length >> 1;
  for (const half of [inputs.slice(0, middle), inputs.slice(middle)]) {
    if (missing.size === 0) break;
    const here = common(missing, await coverOf(half));
    if (here.size === 0) continue;
    missing = without(missing, here);
    found.push(...(await bringersOf(here, half, coverOf)));
  }
  return found;
}
