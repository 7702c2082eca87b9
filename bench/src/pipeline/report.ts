import { machineLine } from '../machine.js';
import { droppedPacketsLines, figure, mebibytes, table } from '../output.js';
import { sum } from '../statistics.js';
import type { PipelineFigures } from './run.js';

/** The figures for people. */
export function pipelineText(figures: PipelineFigures): string {
  const { machine, postgres, options, window, accounting, complaints } = figures;
  const { load, queue, controllers, evaluators, workers } = options;
  const { counts, latenessMs } = window;
  return [
    `${machineLine(machine)}, Postgres ${postgres}, queue on ${queue}`,
    `${controllers} controllers, ${evaluators} evaluators, ${workers} workers; ${figure(load.monitors)} monitors every ` +
      `${load.delaySeconds} s (at most ${figure(load.plannedPerSecond)}/s), measured for ${figure(window.seconds, 1)} s`,
    '',
    `probes/s          ${figure(figures.probesPerSecond)} (the evaluators' logs: ${figure(window.decidedByLog / window.seconds)})`,
    `failed, unknown   ${figure(counts.failedResults)}, ${figure(counts.unknownTests)} in the window`,
    `lateness ms       p50 ${figure(latenessMs.p50)}, p99 ${figure(latenessMs.p99)}, max ${figure(latenessMs.max)}`,
    `at the end        ${figure(window.dueAtEnd)} due and not begun, ${figure(window.inFlightAtEnd)} in flight`,
    '',
    usageTable(figures),
    ...droppedPacketsLines(window.usage.droppedPackets),
    '',
    `whole run: ${figure(accounting.testsBegun)} tests, ${figure(figures.lostTests)} lost (${figure(accounting.unknownTests)} unknown, ` +
      `${figure(accounting.withoutVerdict)} without verdict, ${figure(accounting.unexplained)} unexplained), ` +
      `${figure(accounting.doubleResults)} double verdicts`,
    `${figure(accounting.bytesPerResult, 1)} bytes of Postgres per stored result, ${figure(window.ignoredReports)} reports ignored in the window`,
    `${figure(complaints.count)} warnings and errors in the logs${complaints.first.map((line) => `\n  ${line}`).join('')}`,
  ].join('\n');
}

function usageTable({ machine, window, probesPerSecond }: PipelineFigures): string {
  const { groups, benchCpuMs, machineBusyMs, machineStolenMs } = window.usage;
  const windowMs = window.seconds * 1000;
  const probes = probesPerSecond * window.seconds;
  const ours = sum(groups.map((group) => group.cpuMs));
  const row = (name: string, cpuMs: number, count = '', memory = ''): string[] => [
    name,
    count,
    figure(cpuMs / probes, 3),
    figure((cpuMs / windowMs) * 100, 1),
    memory,
  ];
  return table([
    ['', 'processes', 'CPU ms/probe', '% of a core', 'peak RSS MiB'],
    ...groups.map((group) => row(group.name, group.cpuMs, figure(group.processes), mebibytes(group.peakBytes))),
    row('together', ours),
    row('the bench itself', benchCpuMs),
    row('other processes', machineBusyMs - ours - benchCpuMs),
    row('stolen', machineStolenMs),
    row('idle', machine.cores * windowMs - machineBusyMs - machineStolenMs),
  ]);
}
