import { cpus, loadavg } from 'node:os';
import type { CoverageFigures } from './coverage.js';
import type { Finding } from './findings.js';

/** What a run came to. */
export interface Figures {
  readonly at: string;
  readonly node: string;
  readonly cores: number;
  readonly load: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly seconds: number;
  readonly sessions: number;
  readonly sessionsPerSecond: number;
  readonly tlsSessions: number;
  /** Run once more to find or to confirm something; not counted in `sessions`. */
  readonly repeatedSessions: number;
  readonly coverage: CoverageFigures;
  readonly behaviours: number;
  readonly corpus: number;
  readonly verdicts: Readonly<Record<string, number>>;
  /** Probes that this machine kept from being made, by reason. */
  readonly shortages: Readonly<Record<string, number>>;
  /** Sessions that took too long, by a stall of the event loop unless there is a finding. */
  readonly lateSessions: number;
  /** How many of them were run again. */
  readonly lateSessionsRepeated: number;
  readonly worstStallMs: number;
  readonly rssPeakMib: number;
  /** Growth of the live heap since the first sessions; null where there were too few. */
  readonly heapGrowthMib: number | null;
  readonly findings: readonly Finding[];
}

export const MACHINE = { cores: cpus().length, node: process.version } as const;

/** Processes that wanted a core, over the last minute. */
export function load(): number {
  return Math.round((loadavg()[0] ?? NaN) * 100) / 100;
}

/** The figures for people. */
export function figuresText(figures: Figures): string {
  const { coverage, findings, verdicts, shortages } = figures;
  const count = (value: number): string => value.toLocaleString('en-US');
  const verdictLines = Object.entries(verdicts)
    .sort(([, a], [, b]) => b - a)
    .map(([code, times]) => `  ${count(times).padStart(10)}  ${code}`);
  return [
    `seed           ${figures.seed}`,
    `sessions       ${count(figures.sessions)} in ${figures.seconds.toFixed(0)} s (${count(figures.sessionsPerSecond)} a second), ` +
      `${count(figures.tlsSessions)} with TLS, ${figures.concurrency} at once; ${count(figures.repeatedSessions)} repeated besides`,
    `lines run      ${coverage.coveredLines} of ${coverage.lines} of libs/smtp; not: ${coverage.uncovered.join(', ') || 'none'}`,
    `behaviours     ${count(figures.behaviours)}; ${count(figures.corpus)} inputs kept`,
    `too late       ${count(figures.lateSessions)}, of which ${count(figures.lateSessionsRepeated)} were run again; the longest stall of the event loop was ${figures.worstStallMs.toFixed(0)} ms`,
    `memory         ${figures.rssPeakMib.toFixed(0)} MiB resident at most; heap ${figures.heapGrowthMib === null ? 'not compared' : `${figures.heapGrowthMib >= 0 ? '+' : ''}${figures.heapGrowthMib.toFixed(1)} MiB`}`,
    `not made       ${
      Object.entries(shortages)
        .map(([reason, times]) => `${times} × ${reason}`)
        .join(', ') || 'none'
    }`,
    `machine        ${figures.cores} cores, load ${figures.load} at the end, Node ${figures.node}, ${figures.at}`,
    'verdicts',
    ...verdictLines,
    `findings       ${findings.length}`,
    ...findings.map(({ flaw, reproduced, file }) => `  ${flaw.kind}: ${flaw.text} (again ${reproduced}) ${file ?? ''}`),
  ].join('\n');
}
