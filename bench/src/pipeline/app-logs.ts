import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** pino's number for the level `warn`. */
const WARN = 40;
const SAMPLE_SIZE = 3;

/** What the logs of the apps say about a window. */
export class LogFigures {
  /** Tests with a verdict, by the evaluators' own count. */
  decided = 0;
  /** Reports that came twice, or for a test that was not expected any more. */
  ignored = 0;
  /** Of each test, from due to connect. */
  readonly latenessMs: number[] = [];
  /** Of each report, from the hand-over to the queue to the commit of what was decided. */
  readonly decidedAfterMs: number[] = [];
  /** Warnings and errors, over the whole run. */
  complaints = 0;
  readonly firstComplaints: string[] = [];

  /**
   * @param fromMs milliseconds since 1970
   * @param toMs the end of the window, exclusive
   * @param foreseen warnings that are no complaints
   */
  constructor(
    private readonly fromMs: number,
    private readonly toMs: number,
    private readonly foreseen: ReadonlySet<string> = new Set(),
  ) {}

  /** Takes in one line of an app's log; what is not one counts as a complaint. */
  addLine(line: string): void {
    if (line.trim() === '') return;
    const entry = parseEntry(line);
    if (entry !== undefined && this.foreseen.has(entry.msg ?? '')) return;
    if (entry === undefined || entry.level >= WARN) return this.addComplaint(line);
    if (entry.time < this.fromMs || entry.time >= this.toMs) return;
    if (entry.msg === 'decided') this.addDecided(entry);
    if (entry.msg === 'message decided') this.addMessage(entry);
  }

  async addFile(path: string): Promise<void> {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
      this.addLine(line);
  }

  private addDecided({ decided = 0, ignored = 0, latenessMs = [] }: Entry): void {
    this.decided += decided;
    this.ignored += ignored;
    for (const lateness of latenessMs) if (lateness !== null) this.latenessMs.push(lateness);
  }

  private addMessage({ reports = 0, afterMs = NaN }: Entry): void {
    for (let report = 0; report < reports; report += 1) this.decidedAfterMs.push(afterMs);
  }

  private addComplaint(line: string): void {
    this.complaints += 1;
    if (this.firstComplaints.length < SAMPLE_SIZE) this.firstComplaints.push(line.slice(0, 500));
  }
}

interface Entry {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly decided?: number;
  readonly ignored?: number;
  readonly latenessMs?: readonly (number | null)[];
  readonly reports?: number;
  readonly afterMs?: number;
}

function parseEntry(line: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'level' in entry ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}
