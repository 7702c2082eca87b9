import type { Policy } from '@twotwenty/domain/policy';
import { withCleanUp, type CleanUp } from '../clean-up.js';
import { describeMachine, type Machine } from '../machine.js';
import type { Load } from '../options.js';
import { say } from '../output.js';
import { distribution, type Distribution } from '../statistics.js';
import { LogFigures } from './app-logs.js';
import type { App } from './apps.js';
import type { Accounting, BenchDatabase, WindowCounts } from './database.js';
import { rest, windDown } from './course.js';
import { appGroups, portsOf, startApps, startServers, type SystemOptions } from './system.js';
import { UsageMeter, type WindowUsage } from './usage.js';

export interface PipelineOptions extends SystemOptions {
  readonly load: Load;
  /** Of the measured window. */
  readonly seconds: number;
  readonly warmUp: number;
}

/** What the measured window gave. */
export interface WindowFigures {
  readonly seconds: number;
  readonly counts: WindowCounts;
  readonly usage: WindowUsage;
  /** Monitors that were due and not taken when it ended: more than a claim's worth means that it could not keep up. */
  readonly dueAtEnd: number;
  readonly inFlightAtEnd: number;
  /** The evaluators' own count, to check that of Postgres. */
  readonly decidedByLog: number;
  readonly ignoredReports: number;
  /** Due to connect. */
  readonly latenessMs: Distribution;
}

export interface PipelineFigures {
  readonly bench: 'pipeline';
  readonly machine: Machine;
  readonly postgres: string;
  readonly options: PipelineOptions;
  readonly probesPerSecond: number;
  readonly window: WindowFigures;
  /** Of the whole run, once it was at rest. */
  readonly accounting: Accounting;
  readonly lostTests: number;
  readonly complaints: { readonly count: number; readonly first: readonly string[] };
}

interface Measured extends Omit<WindowFigures, 'counts' | 'decidedByLog' | 'ignoredReports' | 'latenessMs'> {
  readonly from: Date;
  readonly to: Date;
}

/** Runs the whole system on this machine and measures it for a while. */
export async function runPipeline(options: PipelineOptions): Promise<PipelineFigures> {
  const machine = describeMachine();
  return withCleanUp(async (cleanUp, signal) => {
    const servers = await startServers(options, cleanUp, signal);
    const { database, surroundings } = servers;
    say(`making ${options.load.monitors} monitors, each tested every ${options.load.delaySeconds} s`);
    const { monitors, delaySeconds } = options.load;
    await database.insertMonitors(monitors, steadyPolicy(delaySeconds), portsOf(servers.sinks));
    signal.throwIfAborted();
    const apps = await startApps(options, surroundings, cleanUp, signal);
    const headStartMs = await database.beginTests(monitors, delaySeconds);
    const meterGroups = [...appGroups(apps), ...servers.groups];
    await rest(headStartMs + options.warmUp * 1000, 'warming up', apps, signal);
    const measured = await measure(options.seconds, () => new UsageMeter(meterGroups), database, apps, cleanUp, signal);
    await windDown(apps, database, signal);
    const logs = new LogFigures(measured.from.getTime(), measured.to.getTime());
    for (const app of apps) await logs.addFile(app.logFile);
    return summarize({ machine, options, measured, logs, database });
  });
}

/** Every test comes one delay after the one before it, whatever it showed. */
function steadyPolicy(delay: number): Policy {
  const delaySeconds = { up: delay, warn: delay, down: delay, lost: delay };
  return { failuresPerAlert: 3, maxAlerts: 3, delaySeconds };
}

async function measure(
  seconds: number,
  startMeter: () => UsageMeter,
  database: BenchDatabase,
  apps: readonly App[],
  cleanUp: CleanUp,
  signal: AbortSignal,
): Promise<Measured> {
  const from = new Date();
  const meter = startMeter();
  cleanUp.add('the measurement', () => meter.stop());
  await rest(seconds * 1000, 'measuring', apps, signal);
  const to = new Date();
  const usage = meter.end();
  const [dueAtEnd, inFlightAtEnd] = [await database.countDue(), await database.countInFlight()];
  return { from, to, seconds: (to.getTime() - from.getTime()) / 1000, usage, dueAtEnd, inFlightAtEnd };
}

interface Observed {
  readonly machine: Machine;
  readonly options: PipelineOptions;
  readonly measured: Measured;
  readonly logs: LogFigures;
  readonly database: BenchDatabase;
}

async function summarize({ machine, options, measured, logs, database }: Observed): Promise<PipelineFigures> {
  const { from, to, ...rest } = measured;
  const counts = await database.countWindow(from, to);
  const accounting = await database.account();
  return {
    bench: 'pipeline',
    machine,
    postgres: await database.version(),
    options,
    probesPerSecond: counts.results / rest.seconds,
    window: {
      ...rest,
      counts,
      decidedByLog: logs.decided,
      ignoredReports: logs.ignored,
      latenessMs: distribution(logs.latenessMs),
    },
    accounting,
    lostTests: accounting.unknownTests + accounting.withoutVerdict + accounting.unexplained,
    complaints: { count: logs.complaints, first: logs.firstComplaints },
  };
}
