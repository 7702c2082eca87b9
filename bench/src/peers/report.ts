import { droppedPacketsLines, figure, table } from '../output.js';
import { pipelineText } from '../pipeline/report.js';
import type { PeersFigures, PeersRound } from './run.js';

/** The figures for people: each round of the pipeline, then all of them beside the peers. */
export function peersText({ rounds, ratios, versions, options, droppedPackets }: PeersFigures): string {
  return [
    ...rounds.flatMap(({ pipeline }, index) => [`Round ${index + 1} of ${rounds.length}`, pipelineText(pipeline), '']),
    `Probes a second; of the peers the medians of ${options.runs} runs before and ${options.runs} after each round.`,
    'They only probe, the pipeline also schedules, decides and stores.',
    table([
      ['', 'pipeline', 'blackbox_exporter', 'pipeline / it', 'check_smtp', 'pipeline / it'],
      ...rounds.map((round, index) => roundRow(`round ${index + 1}`, round)),
      ['median', '', '', figure(ratios.blackbox, 2), '', figure(ratios.checkSmtp, 2)],
    ]),
    `aim: at least 2.2 times blackbox_exporter. ${versions.blackbox}; ${versions.checkSmtp}`,
    ...droppedPacketsLines(droppedPackets),
  ].join('\n');
}

function roundRow(name: string, { pipeline, peers }: PeersRound): string[] {
  const { blackbox, checkSmtp } = peers;
  return [
    name,
    figure(pipeline.probesPerSecond),
    `${figure(blackbox.before)}, ${figure(blackbox.after)}`,
    figure(blackbox.ratio, 2),
    `${figure(checkSmtp.before)}, ${figure(checkSmtp.after)}`,
    figure(checkSmtp.ratio, 2),
  ];
}
