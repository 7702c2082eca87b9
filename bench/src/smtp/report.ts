import { machineLine } from '../machine.js';
import { figure, mebibytes, table } from '../output.js';
import type { MemoryComparison } from './memory.js';
import { ENGINES, PEERS, type EngineName, type PeerName } from './orders.js';
import type { SmtpFigures } from './run.js';
import type { Ratio, SpeedFigures } from './speed.js';

const NAMES: Readonly<Record<EngineName | PeerName, string>> = {
  bare: 'bare loop',
  probe: 'probe',
  blackbox: 'blackbox_exporter',
  checkSmtp: 'check_smtp',
};

/** The figures for people. */
export function smtpText(figures: SmtpFigures): string {
  const { machine, options, speed, probeToBare, peers, starttls, memory, tlsMemory } = figures;
  const lines = [
    machineLine(machine),
    '',
    `Clear text: the medians of ${options.runs} rounds, ${figure(options.concurrency)} sessions at once`,
    table([
      SPEED_HEADINGS,
      ...ENGINES.map((engine) => speedRow(engine, speed[engine])),
      ...(peers === null ? [] : PEERS.map((peer) => speedRow(peer, peers.speed[peer]))),
    ]),
    ratioLine('probe / bare loop', probeToBare, 'at most 1.3'),
  ];
  if (peers !== null) {
    const { versions, loads, blackboxToProbe, checkSmtpToProbe } = peers;
    lines.push(
      ratioLine('blackbox_exporter / probe', blackboxToProbe, 'at least 5'),
      ratioLine('check_smtp / probe', checkSmtpToProbe, 'at least 20'),
      `${versions.blackbox}: CPU of the exporter alone, not of who asks it; ${figure(loads.blackbox.concurrency)} probes at once`,
      `${versions.checkSmtp}: CPU of its processes and of the shells that start them; ${figure(loads.checkSmtp.concurrency)} at once; it says HELO too`,
    );
  }
  if (starttls !== null) {
    lines.push(
      '',
      `STARTTLS: the medians of ${options.runs} rounds, ${figure(options.concurrency)} sessions at once`,
      table([SPEED_HEADINGS, ...ENGINES.map((engine) => speedRow(engine, starttls.speed[engine]))]),
      ratioLine('probe / bare loop', starttls.probeToBare, null),
    );
  }
  if (memory !== null) lines.push('', ...memoryLines('in clear text', memory));
  if (tlsMemory !== null) lines.push('', ...memoryLines('with TLS', tlsMemory));
  return lines.join('\n');
}

const SPEED_HEADINGS = ['', 'probes a round', 'probes/s', 'CPU µs/probe', 'user', 'system', 'failed'];

function speedRow(name: EngineName | PeerName, figures: SpeedFigures): string[] {
  return [
    NAMES[name],
    figure(figures.probesPerRun),
    figure(figures.probesPerSecond),
    figure(figures.cpuMicrosecondsPerProbe, 1),
    figure(figures.userMicrosecondsPerProbe, 1),
    figure(figures.systemMicrosecondsPerProbe, 1),
    figure(figures.failed),
  ];
}

function ratioLine(what: string, { median, rounds }: Ratio, aim: string | null): string {
  const each = `rounds: ${rounds.map((ratio) => ratio.toFixed(2)).join(', ')}`;
  return `CPU of ${what}: ${median.toFixed(2)} (${aim === null ? each : `aim: ${aim}; ${each}`})`;
}

function memoryLines(how: string, memory: MemoryComparison): string[] {
  return [
    `${figure(memory.sessions)} sessions held ${how} (the server saw ${figure(memory.heldAtOnce)} at once); aim: a peak of at most 300 MiB`,
    table([
      ['', 'RSS idle MiB', 'RSS peak MiB', 'KiB/session', 'failed'],
      ...ENGINES.map((engine) => [
        NAMES[engine],
        mebibytes(memory[engine].idleBytes),
        mebibytes(memory[engine].peakBytes),
        figure(memory[engine].bytesPerSession / 1024, 1),
        figure(memory[engine].failed),
      ]),
    ]),
  ];
}
