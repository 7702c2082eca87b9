import type { Command } from 'commander';
import type { Downtime } from '@twotwenty/domain/alerting/simulate-downtime';
import { EXIT } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { DEFAULT_URL, refuseBadUrl } from './controller-url.js';
import {
  readCount,
  readDelay,
  readInstant,
  readOutage,
  readTestDuration,
  SIMULATION_DEFAULTS,
} from './simulate-arguments.js';

const HELP = `
The outage begins with a failed test of a monitor that is Up; in earnest it may begin up to --up seconds before one. A delay
runs from the end of a test to the next, and is that of the state after the test. No mail server is asked, nothing is stored.

With --monitor a controller plays it through, with the settings of the monitor and the alerts that serve it, and says of each
action whether it is run and why not; nothing is sent. The token of the administrator is taken from ADMIN_TOKEN.

Exit codes: 0 played through, 3 wrong usage, too many tests to play through, or no answer of the controller.`;

interface SimulateFlags {
  readonly outage: number;
  readonly failuresPerAlert: number;
  readonly maxAlerts: number;
  readonly up: number;
  readonly warn: number;
  readonly down: number;
  readonly lost: number;
  readonly testDuration: number;
  readonly start?: Date;
  readonly monitor?: string;
  readonly url?: string;
  readonly json: boolean;
}

/** Flags that give the settings of a monitor. */
const SETTINGS_FLAGS = {
  failuresPerAlert: '--failures-per-alert <number>',
  maxAlerts: '--max-alerts <number>',
  up: '--up <seconds>',
  warn: '--warn <seconds>',
  down: '--down <seconds>',
  lost: '--lost <seconds>',
};

/** Adds `twotwenty simulate`: when would an outage be noticed and told, by these settings? */
export function addSimulateCommand(program: Command, terminal: Terminal): void {
  const { failuresPerAlert, maxAlerts, delaySeconds } = SIMULATION_DEFAULTS;
  const command = program
    .command('simulate')
    .description('play an outage through: every test, alert and recovery, by the settings of a monitor')
    .requiredOption('--outage <duration>', 'how long the outage lasts: 480 (seconds), 8m, 1h30m', readOutage)
    .option(SETTINGS_FLAGS.failuresPerAlert, 'failed tests per alert', readCount, failuresPerAlert)
    .option(SETTINGS_FLAGS.maxAlerts, 'alerts until the monitor is Lost', readCount, maxAlerts)
    .option(SETTINGS_FLAGS.up, 'delay to the next test while Up', readDelay, delaySeconds.up)
    .option(SETTINGS_FLAGS.warn, 'delay while Warn', readDelay, delaySeconds.warn)
    .option(SETTINGS_FLAGS.down, 'delay while Down', readDelay, delaySeconds.down)
    .option(SETTINGS_FLAGS.lost, 'delay while Lost', readDelay, delaySeconds.lost)
    .option('--test-duration <seconds>', 'how long each test takes', readTestDuration, 0)
    .option('--start <instant>', 'when the outage begins, in ISO 8601 (default: now)', readInstant)
    .option('--monitor <id>', 'take the settings and the alerts of this monitor')
    .option('--url <url>', `with --monitor: address of the controller (default: ${DEFAULT_URL})`)
    .option('--json', 'one JSON object, as the API answers', false)
    .addHelpText('after', HELP)
    .action(async (flags: SimulateFlags) => {
      refuseContradictions(flags, command);
      await refuseBadId(flags.monitor, command);
      terminal.exitWith(await runSimulation(flags, terminal));
    });
}

function refuseContradictions({ monitor, url }: SimulateFlags, command: Command): void {
  refuseBadUrl(url, command);
  if (monitor === undefined) {
    if (url !== undefined) command.error("error: option '--url <url>' needs '--monitor <id>'");
    return;
  }
  for (const [name, flag] of Object.entries(SETTINGS_FLAGS)) {
    if (command.getOptionValueSource(name) !== 'cli') continue;
    command.error(`error: option '${flag}' contradicts '--monitor <id>', which takes the settings of the monitor`);
  }
}

/** Not done while the arguments are read: see `refuseBadEhloName`. */
async function refuseBadId(id: string | undefined, command: Command): Promise<void> {
  if (id === undefined) return;
  const { idSchema } = await import('@twotwenty/contracts/scalars');
  if (idSchema.safeParse(id).success) return;
  command.error(`error: option '--monitor <id>' argument '${id}' is invalid. It must be an id (a UUID).`);
}

async function runSimulation(flags: SimulateFlags, terminal: Terminal): Promise<number> {
  const { monitor: monitorId, url = DEFAULT_URL, json } = flags;
  if (monitorId === undefined) return playThrough(flags, terminal);
  const { simulateMonitor } = await import('./simulate-monitor.js');
  return simulateMonitor({ monitorId, url, json, ...toOutage(flags) }, terminal);
}

async function playThrough(flags: SimulateFlags, terminal: Terminal): Promise<number> {
  // Loaded only now: what the simulation needs must not slow down a probe.
  const [{ simulateDowntime }, { toDowntimeView }, { formatSimulation }] = await Promise.all([
    import('@twotwenty/domain/alerting/simulate-downtime'),
    import('@twotwenty/contracts/downtime-view'),
    import('../format/simulation.js'),
  ]);
  const downtime = toDowntime(flags);
  const simulation = simulateDowntime(downtime);
  const view = toDowntimeView(simulation);
  terminal.out(`${flags.json ? JSON.stringify(view) : formatSimulation(downtime, view, new Map())}\n`);
  if (simulation.problem === null) return EXIT.passed;
  terminal.err(`error: ${simulation.problem}\n`);
  return EXIT.unknown;
}

function toDowntime({ failuresPerAlert, maxAlerts, up, warn, down, lost, ...flags }: SimulateFlags): Downtime {
  return {
    policy: { failuresPerAlert, maxAlerts, delaySeconds: { up, warn, down, lost } },
    alerts: [],
    ...toOutage(flags),
  };
}

function toOutage({
  start = new Date(),
  outage,
  testDuration,
}: Pick<SimulateFlags, 'start' | 'outage' | 'testDuration'>) {
  return { startsAt: start, lengthSeconds: outage, testDurationSeconds: testDuration };
}
