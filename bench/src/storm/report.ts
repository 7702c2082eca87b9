import { machineLine } from '../machine.js';
import { droppedPacketsLines, figure, mebibytes, table } from '../output.js';
import type { Distribution } from '../statistics.js';
import type { StormFigures } from './run.js';

/** The figures for people. */
export function stormText(figures: StormFigures): string {
  const { machine, postgres, options, record, audit, accounting, complaints } = figures;
  const { queue, controllers, evaluators, workers } = options;
  const runs = Object.entries(record.runs).map(([state, count]) => `${figure(count)} ${state}`);
  return [
    `${machineLine(machine)}, Postgres ${postgres}, queue on ${queue}`,
    `${controllers} controllers, ${evaluators} evaluators, ${workers} workers; ${figure(options.monitors)} monitors out for ` +
      `${options.outageSeconds} s, ${options.actions} webhooks down for ${options.channelDownSeconds} s ` +
      `(${options.channelFailure}) from ${options.channelDownAfter} s on; ${figure(figures.seconds, 1)} s in all`,
    '',
    `decided           ${figure(record.incidents)} incidents of ${figure(record.monitorsOut)} monitors, ` +
      `${figure(record.alerts)} alerts, ${figure(record.recoveries)} recoveries`,
    `runs of actions   ${runs.join(', ')}; ${figure(record.attempts)} attempts, ${figure(figures.turnedAway)} turned away`,
    `delivered         ${figure(audit.delivered)} of ${figure(audit.expected)}, ${figure(audit.repeated)} again under the same key`,
    `faults            ${figure(audit.missing)} missing, ${figure(audit.otherKeys)} under another key, ` +
      `${figure(audit.sharedKeys)} under the key of another, ${figure(audit.unexpected)} unexpected, ` +
      `${figure(audit.outOfOrder)} out of order`,
    `caught up         ${figure(figures.secondsToCatchUp, 1)} s after the channel's return`,
    '',
    `report to decision ms         ${spread(figures.decidedAfterMs)}`,
    `decision to first attempt ms  ${spread(figures.firstAttemptMs)}, while the channel was up`,
    `due to connect ms             ${spread(figures.latenessMs)}`,
    '',
    memoryTable(figures),
    '',
    usageTable(figures),
    ...droppedPacketsLines(figures.usage.droppedPackets),
    '',
    `whole run: ${figure(accounting.testsBegun)} tests, ${figure(accounting.unknownTests)} unknown, ` +
      `${figure(accounting.withoutVerdict)} without verdict, ${figure(accounting.doubleResults)} double verdicts`,
    `${figure(complaints.count)} other warnings and errors in the logs${complaints.first.map((line) => `\n  ${line}`).join('')}`,
    figures.faultless ? 'Everything was told, once and in order.' : 'NOT everything was told once and in order.',
  ].join('\n');
}

function spread({ p50, p99, max }: Distribution): string {
  return `p50 ${figure(p50)}, p99 ${figure(p99)}, max ${figure(max)}`;
}

function memoryTable({ evaluators }: StormFigures): string {
  return table([
    ['RSS MiB', 'before', 'peak', 'after'],
    ...evaluators.map(({ name, startBytes, peakBytes, endBytes }) => [
      name,
      mebibytes(startBytes),
      mebibytes(peakBytes),
      mebibytes(endBytes),
    ]),
  ]);
}

function usageTable({ usage, seconds }: StormFigures): string {
  const ours = usage.groups.reduce((sum, { cpuMs }) => sum + cpuMs, usage.benchCpuMs);
  const row = (name: string, cpuMs: number): string[] => [name, figure((cpuMs / seconds / 1000) * 100, 1)];
  return table([
    ['', '% of a core'],
    ...usage.groups.map(({ name, cpuMs }) => row(name, cpuMs)),
    row('the bench itself', usage.benchCpuMs),
    row('others, smtp-sink among them', usage.machineBusyMs - ours),
    row('stolen', usage.machineStolenMs),
  ]);
}
