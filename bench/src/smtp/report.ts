import { machineLine } from '../machine.js';
import { figure, mebibytes, table } from '../output.js';
import { ENGINES } from './orders.js';
import type { SmtpFigures } from './run.js';

/** The figures for people. */
export function smtpText({ machine, options, speed, cpuRatio, cpuRatioOfRuns, memory }: SmtpFigures): string {
  const { runs, probes, concurrency, sessions } = options;
  const lines = [
    machineLine(machine),
    '',
    `${figure(probes)} sessions, ${concurrency} at once, median of ${runs} runs`,
    table([
      ['', 'probes/s', 'CPU µs/probe', 'user', 'system', 'failed'],
      ...ENGINES.map((engine) => [
        engine === 'bare' ? 'bare node:net' : 'probe',
        figure(speed[engine].probesPerSecond),
        figure(speed[engine].cpuMicrosecondsPerProbe, 1),
        figure(speed[engine].userMicrosecondsPerProbe, 1),
        figure(speed[engine].systemMicrosecondsPerProbe, 1),
        figure(speed[engine].failed),
      ]),
    ]),
    `CPU ratio ${cpuRatio.toFixed(2)} (aim: at most 1.3; pairs of runs: ${cpuRatioOfRuns.map((ratio) => ratio.toFixed(2)).join(', ')})`,
  ];
  if (memory !== null) {
    lines.push(
      '',
      `${figure(sessions)} sessions held (the server saw ${figure(memory.heldAtOnce)} at once)`,
      table([
        ['', 'RSS idle MiB', 'RSS peak MiB', 'KiB/session', 'failed'],
        ...ENGINES.map((engine) => [
          engine === 'bare' ? 'bare node:net' : 'probe',
          mebibytes(memory[engine].idleBytes),
          mebibytes(memory[engine].peakBytes),
          figure(memory[engine].bytesPerSession / 1024, 1),
          figure(memory[engine].failed),
        ]),
      ]),
    );
  }
  return lines.join('\n');
}
