import { type Profiler, Session } from 'node:inspector';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Which characters of each script have run: 1 for those that have. */
export type Cover = ReadonlyMap<string, Uint8Array>;

/** How much of the scripts has run. */
export interface CoverageFigures {
  readonly lines: number;
  readonly coveredLines: number;
  /** Where something has never run, such as `wire.js:120`. */
  readonly uncovered: readonly string[];
}

/**
 * V8's own block coverage of the scripts below a folder. It must be started before they are loaded, or what runs when
 * they load is missed.
 */
export class Coverage {
  private readonly session = new Session();
  private readonly sources = new Map<string, string>();
  private readonly seen = new Map<string, Uint8Array>();

  /** @param folder URL of the folder; specs and fixtures in it do not count. */
  constructor(private readonly folder: string) {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What has run since it was asked the last time. */
  take(): Cover {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    let problem: Error | null = null;
    // In one thread the answer comes before `post` returns.
    this.session.post('Profiler.takePreciseCoverage', (error, taken) => {
      problem = error;
      scripts = taken?.result ?? [];
    });
    if (problem !== null) throw new Error('V8 gives no coverage.', { cause: problem });
    const ours = scripts.filter(({ url }) => url.startsWith(this.folder) && !/\.(?:spec|fixture)\.js$/.test(url));
    return new Map(ours.map((script) => [script.url, this.paint(script)]));
  }

  /** Adds to what has run. @returns what is new of it; empty if nothing is. */
  add(cover: Cover): Cover {
    const fresh = new Map<string, Uint8Array>();
    for (const [url, run] of cover) {
      const seen = this.seen.get(url) ?? new Uint8Array(run.length);
      this.seen.set(url, seen);
      const news = run.map((value, i) => (value === 1 && seen[i] === 0 ? 1 : 0));
      if (!news.includes(1)) continue;
      fresh.set(url, news);
      run.forEach((value, i) => (seen[i] = value | (seen[i] ?? 0)));
    }
    return fresh;
  }

  /** How much has run of the lines that are more than comments. */
  figures(): CoverageFigures {
    let lines = 0;
    const uncovered: string[] = [];
    for (const [url, seen] of this.seen) {
      const source = this.source(url);
      for (const { number, start, end } of codeLines(source)) {
        lines += 1;
        if (seen.subarray(start, end).includes(0)) uncovered.push(`${url.slice(this.folder.length)}:${number}`);
      }
    }
    return { lines, coveredLines: lines - uncovered.length, uncovered };
  }

  /** The ranges come from the outside to the inside, so that each overrides what is around it. */
  private paint({ url, functions }: Profiler.ScriptCoverage): Uint8Array {
    const cover = new Uint8Array(this.source(url).length);
    for (const { ranges } of functions) {
      for (const { startOffset, endOffset, count } of ranges) cover.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    }
    return cover;
  }

  private source(url: string): string {
    const known = this.sources.get(url);
    if (known !== undefined) return known;
    const source = readFileSync(fileURLToPath(url), 'utf8');
    this.sources.set(url, source);
    return source;
  }
}

/** What two covers have in common. */
export function common(one: Cover, other: Cover): Cover {
  return combine(one, other, (a, b) => a & b);
}

/** What is in the first and not in the second. */
export function without(one: Cover, other: Cover): Cover {
  return combine(one, other, (a, b) => a & ~b);
}

function combine(one: Cover, other: Cover, how: (a: number, b: number) => number): Cover {
  const entries = [...one].map(([url, bits]): [string, Uint8Array] => {
    const others = other.get(url);
    return [url, bits.map((bit, i) => how(bit, others?.[i] ?? 0))];
  });
  return new Map(entries.filter(([, bits]) => bits.includes(1)));
}

interface CodeLine {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** The lines with more than white space, brackets and comments, without their indentation. */
function codeLines(source: string): CodeLine[] {
  const lines: CodeLine[] = [];
  let offset = 0;
  let inComment = false;
  for (const [i, text] of source.split('\n').entries()) {
    const code = text.trim();
    inComment ||= code.startsWith('/*');
    if (!inComment && /\w/.test(code) && !code.startsWith('//')) {
      const start = offset + text.indexOf(code);
      lines.push({ number: i + 1, start, end: start + code.length });
    }
    if (code.endsWith('*/')) inComment = false;
    offset += text.length + 1;
  }
  return lines;
}
