import { setTimeout as sleep } from 'node:timers/promises';
import { bringersOf } from './attribute.js';
import { Corpus, tookAllTime } from './corpus.js';
import { common, type Cover, type Coverage, without } from './coverage.js';
import { Findings } from './findings.js';
import type { FuzzInput } from './input.js';
import { isShortage } from './judge.js';
import type { Memory } from './memory.js';
import { Random } from '@twotwenty/testing/random';
import type { Run, Runner } from './runner.js';
import { PLAIN_SEEDS, TLS_SEEDS } from './seeds.js';
import { type StrayErrors, strayOf } from './stray-errors.js';

export interface FuzzOptions {
  /** The end is whichever comes first; null for no limit. */
  readonly seconds: number | null;
  readonly sessions: number | null;
  readonly seed: number;
  /** One session in so many has TLS. */
  readonly tlsOneIn: number;
  /** Above this the resident memory is a finding. */
  readonly memoryMib: number;
  /** Where findings are written; null for nowhere. */
  readonly findings: string | null;
}

/** What is needed to run; made once for a process. */
export interface Tools {
  readonly runner: Runner;
  readonly coverage: Coverage;
  readonly memory: Memory;
  readonly strays: StrayErrors;
  readonly say: (text: string) => void;
  /** Told of each input that shows something new. */
  readonly keep: (input: FuzzInput) => void;
  readonly signal: AbortSignal;
}

/**
 * How many sessions are made and looked at together: few while there is much to be found, for then parts of the batch
 * are run again to find out where it came from.
 */
const MIN_BATCH = 100;
const MAX_BATCH = 1000;
/** The heap is compared with what it was then: everything has been compiled and used by that time. */
const WARM_SESSIONS = 6000;
/** Live memory that may be added by the way; the corpus comes on top. */
const ALLOWED_GROWTH_MIB = 16;
/** Garbage is collected from this share of the limit of the memory on, so that the limit is about what is in use. */
const TIDY_UP_SHARE = 0.75;
const SAY_EVERY_MS = 5000;
const SETTLE_MS = 300;

/** Fuzzes the probe until its time is up, its number is reached or it is told to stop. */
export class Fuzzer {
  readonly findings: Findings;
  /** Sessions with an input of their own; what is run again to find out more is not counted. */
  sessions = 0;
  tlsSessions = 0;
  readonly verdicts = new Map<string, number>();
  readonly shortages = new Map<string, number>();
  worstStallMs = 0;
  heapGrowthMib: number | null = null;

  private readonly random: Random;
  private readonly plain: Corpus;
  private readonly secured: Corpus;
  private readonly beganAt = performance.now();
  private batchSize = MIN_BATCH;
  private saidAt = 0;
  private corpusBytesAtBaseline: number | null = null;

  constructor(
    private readonly options: FuzzOptions,
    private readonly tools: Tools,
  ) {
    this.random = new Random(options.seed);
    this.plain = new Corpus(this.random);
    this.secured = new Corpus(this.random);
    this.findings = new Findings(tools.runner, options.findings, tools.say);
  }

  get elapsedSeconds(): number {
    return (performance.now() - this.beganAt) / 1000;
  }

  get corpusSize(): number {
    return this.plain.size + this.secured.size;
  }

  get behaviours(): number {
    return this.plain.behaviourCount + this.secured.behaviourCount;
  }

  /** @param more inputs to begin with besides the known dialogues. */
  async run(more: readonly FuzzInput[]): Promise<void> {
    const seeds = [...PLAIN_SEEDS, ...TLS_SEEDS, ...more];
    // They stay, whatever they show.
    await this.batch(seeds, false);
    for (const seed of seeds) this.corpusFor(seed).add(seed, seed.maxTestDurationMs < 100);
    while (!this.isOver()) {
      const inputs = Array.from({ length: this.nextSize() }, () => this.nextInput());
      // Those that may take long first, so that nobody has to wait for them at the end.
      await this.batch(inputs.sort((one, other) => other.maxTestDurationMs - one.maxTestDurationMs));
      this.progress();
    }
    await this.checkForLeaks();
  }

  private isOver(): boolean {
    const { seconds, sessions } = this.options;
    if (this.tools.signal.aborted) return true;
    return (seconds !== null && this.elapsedSeconds >= seconds) || (sessions !== null && this.sessions >= sessions);
  }

  private nextSize(): number {
    return Math.max(1, Math.min(this.batchSize, (this.options.sessions ?? Infinity) - this.sessions));
  }

  private nextInput(): FuzzInput {
    return (this.random.oneIn(this.options.tlsOneIn) ? this.secured : this.plain).next();
  }

  private corpusFor({ target }: FuzzInput): Corpus {
    return target.security === 'none' ? this.plain : this.secured;
  }

  private async batch(inputs: readonly FuzzInput[], mayKeep = true): Promise<void> {
    const { runner, coverage, memory } = this.tools;
    const runs = await runner.run(inputs);
    const fresh = coverage.add(coverage.take());
    const strange = runs.filter((run) => this.count(run));
    if (mayKeep) {
      for (const run of strange) this.add(run);
      if (fresh.size > 0) await this.keepBringers(fresh, strange, runs);
      this.batchSize =
        fresh.size > 0 ? Math.max(MIN_BATCH, this.batchSize >> 1) : Math.min(MAX_BATCH, this.batchSize * 2);
    }
    await this.examineStrays(inputs);
    await this.findings.examine(runs);
    const rss = memory.sampleMib();
    if (rss > this.options.memoryMib * TIDY_UP_SHARE) memory.tidyUp();
    if (rss > this.options.memoryMib) {
      const text = `the resident memory is ${rss.toFixed(0)} MiB, and the limit ${this.options.memoryMib} MiB`;
      await this.findings.add({ kind: 'memory', text }, null, () => Promise.resolve(false));
    }
    if (this.corpusBytesAtBaseline === null && this.sessions >= WARM_SESSIONS) {
      memory.setBaseline();
      this.corpusBytesAtBaseline = this.corpusBytes();
    }
  }

  /** @returns whether the probe behaved in a way that is new */
  private count(run: Run): boolean {
    const { input, result } = run;
    this.sessions += 1;
    if (input.target.security !== 'none') this.tlsSessions += 1;
    this.worstStallMs = Math.max(this.worstStallMs, run.stallMs);
    const verdict = result === null ? 'rejected' : (result.failure?.code ?? 'passed');
    this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + 1);
    if (isShortage(run)) {
      const reason = String(run.error);
      this.shortages.set(reason, (this.shortages.get(reason) ?? 0) + 1);
    }
    return this.corpusFor(input).isNewBehaviour(run);
  }

  private add(run: Run): void {
    this.corpusFor(run.input).add(run.input, tookAllTime(run));
    this.tools.keep(run.input);
  }

  /**
   * Keeps the inputs that made something new run. Where the probe behaved in a new way is looked first (these are kept
   * anyhow), then among the sessions that are quick to run again.
   */
  private async keepBringers(fresh: Cover, strange: readonly Run[], runs: readonly Run[]): Promise<void> {
    const { runner, coverage } = this.tools;
    const coverOf = async (inputs: readonly FuzzInput[]): Promise<Cover> => {
      coverage.take();
      await runner.run(inputs);
      return coverage.take();
    };
    const groups = [strange, runs.filter((run) => !tookAllTime(run)), runs.filter(tookAllTime)];
    const byInput = new Map(runs.map((run) => [run.input, run]));
    let missing = fresh;
    for (const [i, group] of groups.entries()) {
      if (missing.size === 0) return;
      const inputs = group.map(({ input }) => input);
      const here = common(missing, await coverOf(inputs));
      missing = without(missing, here);
      if (i === 0 || here.size === 0) continue;
      for (const input of await bringersOf(here, inputs, coverOf)) {
        const run = byInput.get(input);
        if (run !== undefined) this.add(run);
      }
    }
  }

  /** Errors that came up outside of any probe's promise. */
  private async examineStrays(inputs: readonly FuzzInput[]): Promise<void> {
    const { strays, runner } = this.tools;
    for (const error of strays.take()) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const flaw = { kind: 'stray-error', text } as const;
      if (this.findings.has(flaw)) continue;
      const shows = async (some: readonly FuzzInput[]): Promise<boolean> => {
        await runner.run(some);
        return strays.take().some((each) => String(each) === String(error));
      };
      const input = await strayOf(inputs, shows);
      const run = input === null ? null : { input };
      await this.findings.add(flaw, run, (each) => shows([each]));
    }
  }

  private corpusBytes(): number {
    return this.plain.bytes + this.secured.bytes;
  }

  private async checkForLeaks(): Promise<void> {
    if (this.corpusBytesAtBaseline === null) return;
    await sleep(SETTLE_MS);
    const { memory } = this.tools;
    const corpusMib = (this.corpusBytes() - this.corpusBytesAtBaseline) / 2 ** 20;
    this.heapGrowthMib = memory.growthMib() ?? 0;
    const never = (): Promise<boolean> => Promise.resolve(false);
    if (this.heapGrowthMib > ALLOWED_GROWTH_MIB + Math.max(0, corpusMib)) {
      const text = `the heap grew by ${this.heapGrowthMib.toFixed(1)} MiB, the corpus by ${corpusMib.toFixed(1)} MiB`;
      await this.findings.add({ kind: 'memory', text }, null, never);
    }
    if (memory.resourcesLeft() > 2) {
      const text = `${memory.resourcesLeft()} sockets or timers are left`;
      await this.findings.add({ kind: 'memory', text }, null, never);
    }
  }

  private progress(): void {
    if (performance.now() - this.saidAt < SAY_EVERY_MS) return;
    this.saidAt = performance.now();
    const { lines, coveredLines } = this.tools.coverage.figures();
    const perSecond = Math.round(this.sessions / this.elapsedSeconds);
    this.tools.say(
      `${this.elapsedSeconds.toFixed(0)} s: ${this.sessions} sessions (${perSecond}/s), ${coveredLines} of ${lines} lines, ` +
        `${this.behaviours} behaviours, ${this.corpusSize} inputs kept, ${this.tools.memory.sampleMib().toFixed(0)} MiB, ${this.findings.list.length} findings`,
    );
  }
}
