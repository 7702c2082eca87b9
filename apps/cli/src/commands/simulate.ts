import type { Command } from 'commander';
import type { Downtime } from '@twotwenty/domain/alerting/simulate-downtime';
import { EXIT } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
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
runs from the end of a test to the next, and is that of the state after the test. No server is asked, nothing is stored.

Exit codes: 0 played through, 3 wrong usage, or too many tests to play through.`;

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
  readonly json: boolean;
}

/** Adds `twotwenty simulate`: when would an outage be noticed and told, by these settings? */
export function addSimulateCommand(program: Command, terminal: Terminal): void {
  const { failuresPerAlert, maxAlerts, delaySeconds } = SIMULATION_DEFAULTS;
  program
    .command('simulate')
    .description('play an outage through: every test, alert and recovery, by the settings of a monitor')
    .requiredOption('--outage <duration>', 'how long the outage lasts: 480 (seconds), 8m, 1h30m', readOutage)
    .option('--failures-per-alert <number>', 'failed tests per alert', readCount, failuresPerAlert)
    .option('--max-alerts <number>', 'alerts until the monitor is Lost', readCount, maxAlerts)
    .option('--up <seconds>', 'delay to the next test while Up', readDelay, delaySeconds.up)
    .option('--warn <seconds>', 'delay while Warn', readDelay, delaySeconds.warn)
    .option('--down <seconds>', 'delay while Down', readDelay, delaySeconds.down)
    .option('--lost <seconds>', 'delay while Lost', readDelay, delaySeconds.lost)
    .option('--test-duration <seconds>', 'how long each test takes', readTestDuration, 0)
    .option('--start <instant>', 'when the outage begins, in ISO 8601 (default: now)', readInstant)
    .option('--json', 'one JSON object, as the API answers', false)
    .addHelpText('after', HELP)
    .action(async (flags: SimulateFlags) => terminal.exitWith(await runSimulation(flags, terminal)));
}

async function runSimulation(flags: SimulateFlags, terminal: Terminal): Promise<number> {
  // Loaded only now: what the simulation needs must not slow down a probe.
  const [{ simulateDowntime }, { toDowntimeView }, { formatSimulation }] = await Promise.all([
    import('@twotwenty/domain/alerting/simulate-downtime'),
    import('@twotwenty/contracts/downtime-view'),
    import('../format/simulation.js'),
  ]);
  const downtime = toDowntime(flags);
  const simulation = simulateDowntime(downtime);
  const view = toDowntimeView(simulation);
  terminal.out(`${flags.json ? JSON.stringify(view) : formatSimulation(downtime, view)}\n`);
  if (simulation.problem === null) return EXIT.passed;
  terminal.err(`error: ${simulation.problem}\n`);
  return EXIT.unknown;
}

function toDowntime({ failuresPerAlert, maxAlerts, up, warn, down, lost, ...flags }: SimulateFlags): Downtime {
  return {
    policy: { failuresPerAlert, maxAlerts, delaySeconds: { up, warn, down, lost } },
    alerts: [],
    startsAt: flags.start ?? new Date(),
    lengthSeconds: flags.outage,
    testDurationSeconds: flags.testDuration,
  };
}
