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
  readonly latenessMs: number[] = [];
  /** Warnings and errors, over the whole run. */
  complaints = 0;
  readonly firstComplaints: string[] = [];

  /**
   * @param fromMs milliseconds since 1970
   * @param toMs the end of the window, exclusive
   */
  constructor(
    private readonly fromMs: number,
    private readonly toMs: number,
  ) {}

  /** Takes in one line of an app's log; what is not one counts as a complaint. */
  addLine(line: string): void {
    if (line.trim() === '') return;
    const entry = parseEntry(line);
    if (entry === undefined || entry.level >= WARN) return this.addComplaint(line);
    if (entry.msg !== 'decided' || entry.time < this.fromMs || entry.time >= this.toMs) return;
    this.decided += entry.decided ?? 0;
    this.ignored += entry.ignored ?? 0;
    for (const lateness of entry.latenessMs ?? []) if (lateness !== null) this.latenessMs.push(lateness);
  }

  async addFile(path: string): Promise<void> {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
      this.addLine(line);
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
}

function parseEntry(line: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'level' in entry ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}
