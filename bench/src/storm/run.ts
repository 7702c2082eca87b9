import type { Policy } from '@twotwenty/domain/policy';
import { setTimeout as sleep } from 'node:timers/promises';
import { withCleanUp } from '../clean-up.js';
import { describeMachine, type Machine } from '../machine.js';
import { say } from '../output.js';
import { LogFigures } from '../pipeline/app-logs.js';
import { assertRunning, type App } from '../pipeline/apps.js';
import { rest, windDown } from '../pipeline/course.js';
import type { Accounting, BenchDatabase } from '../pipeline/database.js';
import { appGroups, portsOf, startApps, startServers, type Servers, type SystemOptions } from '../pipeline/system.js';
import { UsageMeter, type WindowUsage } from '../pipeline/usage.js';
import { peakRssBytes, rssBytes } from '../proc.js';
import { distribution, type Distribution } from '../statistics.js';
import { auditDeliveries, isFaultless, type Audit } from './audit.js';
import {
  countUnfinished,
  insertAlert,
  readDecided,
  readFirstAttempts,
  readRecord,
  type StormRecord,
} from './outbox.js';
import { Receiver } from './receiver.js';
import { describeStep, timelineOf, type Step, type TimelineOptions } from './timeline.js';

export interface StormOptions extends SystemOptions, TimelineOptions {
  readonly monitors: number;
  readonly actions: number;
  readonly upDelay: number;
  readonly warnDelay: number;
  readonly downDelay: number;
  readonly failuresPerAlert: number;
  readonly maxAlerts: number;
  /** Longest time from the last step until all is told, seconds. */
  readonly settleLimit: number;
}

/** Physical memory of an evaluator. */
export interface EvaluatorMemory {
  readonly name: string;
  /** When the targets went down. */
  readonly startBytes: number;
  /** From its start to the end of the storm. */
  readonly peakBytes: number;
  readonly endBytes: number;
}

export interface StormFigures {
  readonly bench: 'storm';
  readonly machine: Machine;
  readonly postgres: string;
  readonly options: StormOptions;
  /** From the stop of the targets until all was told. */
  readonly seconds: number;
  readonly record: StormRecord;
  readonly audit: Audit;
  /** Requests that reached the receiver while it turned them away. */
  readonly turnedAway: number;
  readonly evaluators: readonly EvaluatorMemory[];
  /** From due to connect, of the tests of the storm. */
  readonly latenessMs: Distribution;
  /** From the hand-over of a report to the queue to the commit of what was decided. */
  readonly decidedAfterMs: Distribution;
  /** From the decision to the first attempt, of what was decided before the channel failed. */
  readonly firstAttemptMs: Distribution;
  /** From the return of the channel until the last was told; null when some never were. */
  readonly secondsToCatchUp: number | null;
  readonly usage: WindowUsage;
  readonly accounting: Accounting;
  readonly complaints: { readonly count: number; readonly first: readonly string[] };
  /** Every monitor was out, and everything was told once and in order. */
  readonly faultless: boolean;
}

interface Observed {
  readonly machine: Machine;
  readonly options: StormOptions;
  readonly from: Date;
  readonly to: Date;
  readonly channelDownAt: Date;
  readonly channelUpAt: Date;
  readonly settled: boolean;
  readonly evaluators: readonly EvaluatorMemory[];
  readonly usage: WindowUsage;
}

const SETTLE_CHECK_MS = 1000;
/** What a failing channel brings about. */
const FORESEEN = new Set(['a notice was not delivered']);

/** Lets all monitors go down and come back while the channel is down, and looks whether everything was told. */
export async function runStorm(options: StormOptions): Promise<StormFigures> {
  const machine = describeMachine();
  return withCleanUp(async (cleanUp, signal) => {
    const servers = await startServers(options, cleanUp, signal);
    const receiver = await Receiver.start();
    cleanUp.add('the receiver', () => receiver.stop());
    const { database } = servers;
    say(`making ${options.monitors} monitors and an alert with ${options.actions} actions for all of them`);
    await database.insertMonitors(options.monitors, policyOf(options), portsOf(servers.sinks));
    await insertAlert(
      database,
      Array.from({ length: options.actions }, (_, action) => receiver.urlOf(action)),
    );
    signal.throwIfAborted();
    const apps = await startApps(options, servers.surroundings, cleanUp, signal);
    const headStartMs = await database.beginTests(options.monitors, options.upDelay);
    await rest(headStartMs + options.upDelay * 1000, 'testing each monitor once', apps, signal);
    // The targets are other processes after their return.
    const lasting = servers.groups.filter(({ name }) => name !== 'smtp-sink');
    const meter = new UsageMeter([...appGroups(apps), ...lasting]);
    cleanUp.add('the measurement', () => meter.stop());
    const observed = await watchStorm({ machine, options }, { servers, receiver, apps, meter }, signal);
    await windDown(apps, database, signal);
    const logs = new LogFigures(observed.from.getTime(), observed.to.getTime(), FORESEEN);
    for (const app of apps) await logs.addFile(app.logFile);
    return summarize(observed, receiver, logs, database);
  });
}

/** Monitors that are lost are asked as often as those that are up. */
function policyOf({ upDelay, warnDelay, downDelay, failuresPerAlert, maxAlerts }: StormOptions): Policy {
  const delaySeconds = { up: upDelay, warn: warnDelay, down: downDelay, lost: upDelay };
  return { failuresPerAlert, maxAlerts, delaySeconds };
}

interface Scene {
  readonly servers: Servers;
  readonly receiver: Receiver;
  readonly apps: readonly App[];
  readonly meter: UsageMeter;
}

async function watchStorm(
  run: Pick<Observed, 'machine' | 'options'>,
  scene: Scene,
  signal: AbortSignal,
): Promise<Observed> {
  const { apps, meter, servers } = scene;
  const evaluators = apps.filter(({ name }) => name === 'evaluator');
  const startBytes = evaluators.map((app) => rssBytes(app.process.pid));
  const from = new Date();
  const { channelDownAt, channelUpAt } = await playTimeline(timelineOf(run.options), scene, signal);
  const settled = await untilSettled(run.options.settleLimit, servers.database, apps, signal);
  const memory = evaluators.map((app, index) => ({
    name: app.label,
    startBytes: startBytes[index] ?? NaN,
    peakBytes: peakRssBytes(app.process.pid),
    endBytes: rssBytes(app.process.pid),
  }));
  const usage = meter.end();
  return { ...run, from, to: new Date(), channelDownAt, channelUpAt, settled, evaluators: memory, usage };
}

async function playTimeline(
  steps: readonly Step[],
  { servers, receiver, apps }: Scene,
  signal: AbortSignal,
): Promise<Pick<Observed, 'channelDownAt' | 'channelUpAt'>> {
  const beganAt = performance.now();
  let channelDownAt: Date | undefined;
  let channelUpAt = new Date();
  for (const step of steps) {
    const leftMs = beganAt + step.atSeconds * 1000 - performance.now();
    if (leftMs > 0) await rest(leftMs, `waiting until ${describeStep(step)}`, apps, signal);
    say(describeStep(step));
    if (step.what === 'targets') {
      await Promise.all(servers.sinks.map((sink) => (step.up ? sink.start() : sink.stop())));
      continue;
    }
    channelUpAt = new Date();
    channelDownAt ??= channelUpAt;
    await receiver.become(step.state);
  }
  return { channelDownAt: channelDownAt ?? channelUpAt, channelUpAt };
}

/** @returns false when something is still to be told after the time limit */
async function untilSettled(
  limitSeconds: number,
  database: BenchDatabase,
  apps: readonly App[],
  signal: AbortSignal,
): Promise<boolean> {
  say('waiting until all is told');
  const until = performance.now() + limitSeconds * 1000;
  while (performance.now() < until) {
    const { monitors, runs } = await countUnfinished(database);
    if (monitors === 0 && runs === 0) return true;
    say(`  ${monitors} monitors are not up, ${runs} runs are to be delivered`);
    await sleep(SETTLE_CHECK_MS, undefined, { signal });
    await assertRunning(apps);
  }
  return false;
}

async function summarize(
  observed: Observed,
  { received }: Receiver,
  logs: LogFigures,
  database: BenchDatabase,
): Promise<StormFigures> {
  const { machine, options, from, to, channelDownAt, channelUpAt, settled, evaluators, usage } = observed;
  const audit = auditDeliveries(await readDecided(database), options.actions, received);
  const record = await readRecord(database);
  const lastAcceptedAtMs = received.findLast(({ accepted }) => accepted)?.atMs ?? NaN;
  return {
    bench: 'storm',
    machine,
    postgres: await database.version(),
    options,
    seconds: (to.getTime() - from.getTime()) / 1000,
    record,
    audit,
    turnedAway: received.filter(({ accepted }) => !accepted).length,
    evaluators,
    latenessMs: distribution(logs.latenessMs),
    decidedAfterMs: distribution(logs.decidedAfterMs),
    firstAttemptMs: await readFirstAttempts(database, channelDownAt),
    secondsToCatchUp: settled ? Math.max(0, lastAcceptedAtMs - channelUpAt.getTime()) / 1000 : null,
    usage,
    accounting: await database.account(),
    complaints: { count: logs.complaints, first: logs.firstComplaints },
    faultless: settled && record.monitorsOut === options.monitors && isFaultless(audit),
  };
}
