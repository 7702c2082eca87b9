import { say } from '../output.js';
import { median, sum } from '../statistics.js';
import type { SpeedResult } from './orders.js';

/** The medians of all runs of one contender. */
export interface SpeedFigures {
  readonly probesPerRun: number;
  readonly probesPerSecond: number;
  readonly cpuMicrosecondsPerProbe: number;
  /** Null where only the sum is known. */
  readonly userMicrosecondsPerProbe: number | null;
  readonly systemMicrosecondsPerProbe: number | null;
  /** Over all runs. */
  readonly failed: number;
  /** CPU per probe of each run. */
  readonly runsCpuMicroseconds: readonly number[];
}

/** How much more one of two costs. */
export interface Ratio {
  /** The median over the rounds: each compares two runs that followed each other, so a slow minute hits both. */
  readonly median: number;
  readonly rounds: readonly number[];
}

/** Runs each contender once in every round, so that a change of the machine's pace hits all of them. */
export async function interleave<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<SpeedResult>>>,
): Promise<Record<Name, SpeedFigures>> {
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as SpeedResult[]])) as Record<Name, SpeedResult[]>;
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      const result = await contenders[name]();
      results[name].push(result);
      const microseconds = (result.cpuMicroseconds / result.probes).toFixed(1);
      say(`round ${round} of ${rounds}, ${name}: ${microseconds} µs of CPU per probe`);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summarizeSpeed(results[name])])) as Record<Name, SpeedFigures>;
}

/** The medians of some runs. */
export function summarizeSpeed(results: readonly SpeedResult[]): SpeedFigures {
  const cpus = results.map((result) => result.cpuMicroseconds / result.probes);
  return {
    probesPerRun: results[0]?.probes ?? 0,
    probesPerSecond: median(results.map((result) => result.probes / result.seconds)),
    cpuMicrosecondsPerProbe: median(cpus),
    userMicrosecondsPerProbe: medianOrNull(results.map((each) => perProbe(each.userMicroseconds, each.probes))),
    systemMicrosecondsPerProbe: medianOrNull(results.map((each) => perProbe(each.systemMicroseconds, each.probes))),
    failed: sum(results.map((result) => result.failed)),
    runsCpuMicroseconds: cpus,
  };
}

/** CPU of one over that of another, round by round. */
export function ratioOf(one: SpeedFigures, other: SpeedFigures): Ratio {
  const rounds = one.runsCpuMicroseconds.map((cpu, round) => cpu / (other.runsCpuMicroseconds[round] ?? NaN));
  return { median: median(rounds), rounds };
}

function perProbe(microseconds: number | null, probes: number): number | null {
  return microseconds === null ? null : microseconds / probes;
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
