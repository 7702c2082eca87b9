import { figure, table } from '../output.js';
import { pipelineText } from '../pipeline/report.js';
import type { PeersFigures } from './run.js';

/** The figures for people. */
export function peersText({ pipeline, peers, versions, options }: PeersFigures): string {
  const { blackbox, checkSmtp } = peers;
  return [
    pipelineText(pipeline),
    '',
    `Probes a second, medians of ${options.runs} runs before and ${options.runs} after the pipeline; the peers only probe, the pipeline also schedules, decides and stores`,
    table([
      ['', 'before', 'after', 'pipeline / peer'],
      ['blackbox_exporter', figure(blackbox.before), figure(blackbox.after), figure(blackbox.ratio, 2)],
      ['check_smtp', figure(checkSmtp.before), figure(checkSmtp.after), figure(checkSmtp.ratio, 2)],
    ]),
    `aim: at least 2.2 times blackbox_exporter. ${versions.blackbox}; ${versions.checkSmtp}`,
  ].join('\n');
}
