import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { withCleanUp, type CleanUp } from '../clean-up.js';
import { describeMachine, type Machine } from '../machine.js';
import { say } from '../output.js';
import { median } from '../statistics.js';
import { ENGINES, type EngineName, type EngineOrder, type MemoryResult, type SpeedResult } from './orders.js';

export interface SmtpOptions {
  readonly runs: number;
  readonly probes: number;
  readonly concurrency: number;
  readonly sessions: number;
}

export interface SpeedFigures {
  readonly probesPerSecond: number;
  readonly cpuMicrosecondsPerProbe: number;
  readonly userMicrosecondsPerProbe: number;
  readonly systemMicrosecondsPerProbe: number;
  /** Over all runs. */
  readonly failed: number;
  /** CPU per probe of each run. */
  readonly runsCpuMicroseconds: readonly number[];
}

export interface MemoryFigures {
  readonly idleBytes: number;
  readonly peakBytes: number;
  readonly bytesPerSession: number;
  readonly failed: number;
}

/** The medians of all runs. */
export interface SmtpFigures {
  readonly bench: 'smtp';
  readonly machine: Machine;
  readonly options: SmtpOptions;
  readonly speed: Readonly<Record<EngineName, SpeedFigures>>;
  /** CPU of the probe over that of the bare loop. */
  readonly cpuRatio: number;
  /** The same for each pair of runs, to see how far they differ. */
  readonly cpuRatioOfRuns: readonly number[];
  readonly memory: (Readonly<Record<EngineName, MemoryFigures>> & { readonly heldAtOnce: number }) | null;
}

const MEMORY_RUNS = 3;
const GREETING_DELAY_MS = 3000;

/** Compares the probe with a bare loop of the same dialogue, in turn, each in a process of its own. */
export async function runSmtp(options: SmtpOptions): Promise<SmtpFigures> {
  const machine = describeMachine();
  return withCleanUp(async (cleanUp, signal) => {
    const sink = await startSmtpSink({ host: '0.0.0.0' });
    cleanUp.add('smtp-sink', () => sink.stop());
    const speeds: Record<EngineName, SpeedResult[]> = { bare: [], probe: [] };
    for (let run = 1; run <= options.runs; run += 1) {
      for (const engine of ENGINES) {
        signal.throwIfAborted();
        const order = { task: 'speed', engine, port: sink.port, ...options } as const;
        const result = await runEngine<SpeedResult>(order, cleanUp, signal);
        speeds[engine].push(result);
        say(`run ${run} of ${options.runs}, ${engine}: ${Math.round(options.probes / result.seconds)} probes/s`);
      }
    }
    await sink.stop();
    const speed = {
      bare: summarizeSpeed(speeds.bare, options.probes),
      probe: summarizeSpeed(speeds.probe, options.probes),
    };
    const cpuRatio = speed.probe.cpuMicrosecondsPerProbe / speed.bare.cpuMicrosecondsPerProbe;
    const cpuRatioOfRuns = speed.probe.runsCpuMicroseconds.map(
      (cpu, run) => cpu / (speed.bare.runsCpuMicroseconds[run] ?? NaN),
    );
    const memory = options.sessions === 0 ? null : await compareMemory(options.sessions, cleanUp, signal);
    return { bench: 'smtp', machine, options, speed, cpuRatio, cpuRatioOfRuns, memory };
  });
}

async function compareMemory(
  sessions: number,
  cleanUp: CleanUp,
  signal: AbortSignal,
): Promise<NonNullable<SmtpFigures['memory']>> {
  const server = startChild('slow-server.js', String(GREETING_DELAY_MS), cleanUp);
  const port = await answer<number>(server, signal);
  const results: Record<EngineName, MemoryResult[]> = { bare: [], probe: [] };
  let heldAtOnce = sessions;
  for (let run = 1; run <= MEMORY_RUNS; run += 1) {
    for (const engine of ENGINES) {
      signal.throwIfAborted();
      results[engine].push(await runEngine<MemoryResult>({ task: 'memory', engine, port, sessions }, cleanUp, signal));
      server.send('most');
      heldAtOnce = Math.min(heldAtOnce, await answer<number>(server, signal));
      say(`memory, run ${run} of ${MEMORY_RUNS}, ${engine}`);
    }
  }
  const bare = summarizeMemory(results.bare, sessions);
  return { bare, probe: summarizeMemory(results.probe, sessions), heldAtOnce };
}

function summarizeSpeed(results: readonly SpeedResult[], probes: number): SpeedFigures {
  const cpus = results.map((result) => (result.userMicroseconds + result.systemMicroseconds) / probes);
  return {
    probesPerSecond: median(results.map((result) => probes / result.seconds)),
    cpuMicrosecondsPerProbe: median(cpus),
    userMicrosecondsPerProbe: median(results.map((result) => result.userMicroseconds / probes)),
    systemMicrosecondsPerProbe: median(results.map((result) => result.systemMicroseconds / probes)),
    failed: results.reduce((total, result) => total + result.failed, 0),
    runsCpuMicroseconds: cpus,
  };
}

function summarizeMemory(results: readonly MemoryResult[], sessions: number): MemoryFigures {
  return {
    idleBytes: median(results.map((result) => result.idleBytes)),
    peakBytes: median(results.map((result) => result.peakBytes)),
    bytesPerSession: median(results.map((result) => (result.peakBytes - result.idleBytes) / sessions)),
    failed: results.reduce((total, result) => total + result.failed, 0),
  };
}

async function runEngine<Result>(order: EngineOrder, cleanUp: CleanUp, signal: AbortSignal): Promise<Result> {
  const child = startChild('engine.js', JSON.stringify(order), cleanUp, ['--expose-gc']);
  return answer<Result>(child, signal);
}

/** Starts one of our own programs. It ends when we do: the channel between us closes. */
function startChild(file: string, argument: string, cleanUp: CleanUp, execArgv: string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [argument], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  cleanUp.add(file, async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  });
  return child;
}

/** The next thing a child says. */
function answer<Result>(child: ChildProcess, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    const onExit = (): void => reject(new Error('a process of the bench ended early; see above'));
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('close', onExit);
    child.once('message', (message) => {
      signal.removeEventListener('abort', onAbort);
      child.off('close', onExit);
      resolve(message as Result);
    });
  });
}
