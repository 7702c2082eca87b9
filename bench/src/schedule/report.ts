import { machineLine } from '../machine.js';
import { figure, table } from '../output.js';
import { CLAIM, DECIDE, type ScheduleFigures } from './run.js';

/** The figures for people. */
export function scheduleText({ machine, options, sizes }: ScheduleFigures): string {
  return [
    machineLine(machine),
    '',
    `${figure(options.tests)} tests begun and decided in Postgres for each number of monitors, by one process, nothing probed`,
    table([
      ['monitors', 'Postgres CPU µs/test', `ms to begin ${CLAIM}`, `ms to decide ${DECIDE}`, 'bytes/monitor'],
      ...sizes.map((size) => [
        figure(size.monitors),
        figure(size.cpuMicrosecondsPerTest, 1),
        figure(size.claimMs, 1),
        figure(size.decideMs, 1),
        figure(size.bytesPerMonitor),
      ]),
    ]),
  ].join('\n');
}
