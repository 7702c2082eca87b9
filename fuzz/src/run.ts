import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Coverage } from './coverage.js';
import { type Figures, figuresText, load, MACHINE } from './figures.js';
import { Fuzzer, type Tools } from './fuzz.js';
import { Heartbeat } from './heartbeat.js';
import { type FuzzInput, inputFileSchema } from './input.js';
import { Memory } from './memory.js';
import { replayText } from './replay.js';
import { type Probe, Runner } from './runner.js';
import { ServerProcess } from './server-process.js';
import { StrayErrors } from './stray-errors.js';

/** What was asked for on the command line. */
export interface Options {
  readonly seconds?: number;
  readonly sessions?: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly tlsOneIn: number;
  readonly memoryMib: number;
  readonly corpus?: string;
  readonly findings: string;
  readonly replay?: string;
  readonly probe?: string;
  readonly json: boolean;
}

const DEFAULT_SECONDS = 60;

/** Progress, so that standard output holds the figures alone. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The inputs of a file or of all files of a folder. */
function readInputs(path: string): FuzzInput[] {
  mkdirSync(path, { recursive: true });
  const files = readdirSync(path).filter((name) => name.endsWith('.json'));
  return files.map((name) => readInput(join(path, name)));
}

function readInput(file: string): FuzzInput {
  const parsed = inputFileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} holds no input: ${parsed.error.message}`);
  return parsed.data.input;
}

function keepIn(folder: string): (input: FuzzInput) => void {
  return (input) => {
    const text = `${JSON.stringify({ input }, null, 2)}\n`;
    const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
    writeFileSync(join(folder, `${name}.json`), text);
  };
}

/**
 * Fuzzes, or runs one input again.
 *
 * @param smtp URL of the module with the probe
 * @returns the exit code: 1 if there is a finding
 */
export async function run(options: Options, coverage: Coverage, smtp: string): Promise<number> {
  const strays = new StrayErrors();
  const aborter = new AbortController();
  process.once('SIGINT', () => aborter.abort()).once('SIGTERM', () => aborter.abort());
  const url = options.probe === undefined ? smtp : pathToFileURL(resolve(options.probe)).href;
  const { probe } = (await import(url)) as { readonly probe: Probe };
  const servers = await ServerProcess.start((error) => {
    say(error.message);
    process.exit(2);
  });
  const heartbeat = new Heartbeat();
  const runner = new Runner(servers, probe, heartbeat, options.concurrency);
  try {
    if (options.replay !== undefined) {
      const { text, hasFlaws } = await replayText(readInput(options.replay), runner, strays);
      process.stdout.write(`${text}\n`);
      return hasFlaws ? 1 : 0;
    }
    const { seed, tlsOneIn, memoryMib, findings, sessions = null } = options;
    const seconds = options.seconds ?? (sessions === null ? DEFAULT_SECONDS : null);
    const keep = options.corpus === undefined ? () => undefined : keepIn(options.corpus);
    const memory = new Memory();
    const tools = { runner, coverage, memory, strays, say, keep, signal: aborter.signal };
    const fuzzer = new Fuzzer({ seconds, sessions, seed, tlsOneIn, memoryMib, findings }, tools);
    say(`seed ${seed}`);
    await fuzzer.run(options.corpus === undefined ? [] : readInputs(options.corpus));
    const figures = figuresOf(options, fuzzer, tools);
    process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : `\n${figuresText(figures)}\n`);
    return figures.findings.length > 0 ? 1 : 0;
  } finally {
    heartbeat.stop();
    servers.stop();
  }
}

function figuresOf(options: Options, fuzzer: Fuzzer, { runner, coverage, memory }: Tools): Figures {
  const seconds = fuzzer.elapsedSeconds;
  return {
    at: new Date().toISOString(),
    ...MACHINE,
    load: load(),
    seed: options.seed,
    concurrency: options.concurrency,
    seconds,
    sessions: fuzzer.sessions,
    sessionsPerSecond: Math.round(fuzzer.sessions / seconds),
    tlsSessions: fuzzer.tlsSessions,
    repeatedSessions: runner.sessions - fuzzer.sessions,
    coverage: coverage.figures(),
    behaviours: fuzzer.behaviours,
    corpus: fuzzer.corpusSize,
    verdicts: Object.fromEntries(fuzzer.verdicts),
    shortages: Object.fromEntries(fuzzer.shortages),
    lateSessions: fuzzer.findings.lateSessions,
    lateSessionsRepeated: fuzzer.findings.lateSessionsRepeated,
    worstStallMs: fuzzer.worstStallMs,
    rssPeakMib: memory.rssPeakMib,
    heapGrowthMib: fuzzer.heapGrowthMib,
    findings: fuzzer.findings.list,
  };
}
