import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzInput } from './input.js';
import { type Flaw, flawsOfRun, isLate, isLateByItself } from './judge.js';
import { minimise } from './minimise.js';
import type { Run, Runner } from './runner.js';

/** A flaw and what brings it about. */
export interface Finding {
  readonly flaw: Flaw;
  /** Null where no single input is known to bring it about. */
  readonly input: FuzzInput | null;
  /** How often it came again when the input was run by itself. */
  readonly reproduced: string;
  readonly file: string | null;
}

const REPETITIONS = 5;
const MINIMISING_MS = 2000;
const MAX_FINDINGS = 25;
/** How many of the sessions of a batch that were late by a stall are given a second chance to be late by themselves. */
const SECOND_CHANCES = 10;

/** All that are late are of one sort. */
const LATE: Flaw = { kind: 'late', text: '' };

/** Keeps one finding of each sort, with the smallest input that was found for it. */
export class Findings {
  readonly list: Finding[] = [];
  /** Sessions that took too long, by a stall of the event loop or by themselves. */
  lateSessions = 0;
  /** How many of them were run again, to tell which it was. */
  lateSessionsRepeated = 0;
  private readonly sorts = new Set<string>();

  /** @param folder where the files go; null for none. */
  constructor(
    private readonly runner: Runner,
    private readonly folder: string | null,
    private readonly say: (text: string) => void,
  ) {}

  /** Looks at what the sessions have shown. */
  async examine(runs: readonly Run[]): Promise<void> {
    for (const run of runs) {
      for (const flaw of flawsOfRun(run)) await this.add(flaw, run, (input) => this.shows(flaw, input));
    }
    await this.examineLateness(runs.filter(isLate));
  }

  /** True if a flaw of this sort is known, or if there are enough of them. */
  has(flaw: Flaw): boolean {
    return this.sorts.has(sortOf(flaw)) || this.list.length >= MAX_FINDINGS;
  }

  /**
   * Adds a finding, unless one of its sort is known.
   *
   * @param run the session in which it was seen, or just its input; null if it is not known
   * @param shows runs an input and tells if it has the flaw
   */
  async add(
    flaw: Flaw,
    run: (Partial<Run> & Pick<Run, 'input'>) | null,
    shows: (input: FuzzInput) => Promise<boolean>,
  ): Promise<void> {
    const input = run?.input ?? null;
    if (this.has(flaw)) return;
    this.sorts.add(sortOf(flaw));
    let times = 0;
    for (let i = 0; input !== null && i < REPETITIONS; i += 1) times += (await shows(input)) ? 1 : 0;
    const smallest = input === null || times === 0 ? input : await minimise(input, shows, MINIMISING_MS);
    const reproduced = `${times} of ${input === null ? 0 : REPETITIONS}`;
    const file = this.write({ flaw, input: smallest, reproduced, seen: run });
    this.list.push({ flaw, input: smallest, reproduced, file });
    this.say(`finding: ${flaw.kind}: ${flaw.text.slice(0, 300)} (again ${reproduced}) ${file ?? ''}`);
  }

  private async shows(flaw: Flaw, input: FuzzInput): Promise<boolean> {
    const runs = await this.runner.run([input]);
    return runs.some((run) => flawsOfRun(run).some((each) => sortOf(each) === sortOf(flaw)));
  }

  /** Late by itself is a finding. Late by a stall is run again with few others, to see if it is late without one. */
  private async examineLateness(late: readonly Run[]): Promise<void> {
    this.lateSessions += late.length;
    if (this.has(LATE)) return;
    const excused = late.filter((run) => !isLateByItself(run)).slice(0, SECOND_CHANCES);
    this.lateSessionsRepeated += excused.length;
    const again = await this.runner.run(excused.map(({ input }) => input));
    for (const run of [...late, ...again].filter(isLateByItself)) {
      const shows = async (input: FuzzInput): Promise<boolean> => (await this.runner.run([input])).some(isLateByItself);
      const text = `${run.lateMs.toFixed(1)} ms too long, ${run.lateByStallMs.toFixed(1)} ms of it stalled`;
      await this.add({ ...LATE, text }, run, shows);
    }
  }

  private write(finding: object): string | null {
    if (this.folder === null) return null;
    mkdirSync(this.folder, { recursive: true });
    const file = join(this.folder, `finding-${this.list.length + 1}.json`);
    writeFileSync(file, `${JSON.stringify(finding, null, 2)}\n`);
    return file;
  }
}

/** Flaws that differ in numbers and quotations only are of one sort. */
function sortOf({ kind, text }: Flaw): string {
  const line = text.split('\n')[0] ?? '';
  return kind === 'late'
    ? kind
    : `${kind} ${line
        .replace(/[[{"].*/, '')
        .replace(/\d+/g, '#')
        .slice(0, 100)}`;
}
