import { median } from '../statistics.js';

/** A peer's probes a second, and how many times as many the pipeline made. */
export interface Throughput {
  readonly before: number;
  readonly after: number;
  /** The pipeline's probes a second over the mean of before and after. */
  readonly ratio: number;
}

/**
 * Compares the pipeline with what a peer made before and after it.
 * @param before probes a second of each run before the pipeline; the median counts
 * @param after the same for the runs after it
 */
export function throughputOf(
  pipelinePerSecond: number,
  before: readonly number[],
  after: readonly number[],
): Throughput {
  const medians = { before: median(before), after: median(after) };
  return { ...medians, ratio: (2 * pipelinePerSecond) / (medians.before + medians.after) };
}
