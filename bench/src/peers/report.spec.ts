import { expect, it } from 'vitest';
import { describeMachine } from '../machine.js';
import type { PipelineFigures } from '../pipeline/run.js';
import { distribution } from '../statistics.js';
import { peersText } from './report.js';
import type { PeersFigures } from './run.js';

const SYSTEM = { queue: 'redis', workers: 1, evaluators: 1, controllers: 1, sinks: 1, maxSessions: 500 } as const;
const LOAD = { monitors: 100, delaySeconds: 20, plannedPerSecond: 5 };

function pipeline(probesPerSecond: number, droppedPackets: number): PipelineFigures {
  return {
    bench: 'pipeline',
    machine: describeMachine(),
    postgres: '18.4',
    options: { ...SYSTEM, load: LOAD, seconds: 15, warmUp: 20 },
    probesPerSecond,
    window: {
      seconds: 15,
      counts: { results: 1, failedResults: 0, unknownTests: 0 },
      usage: { groups: [], benchCpuMs: 1, machineBusyMs: 2, machineStolenMs: 0, droppedPackets },
      dueAtEnd: 0,
      inFlightAtEnd: 0,
      decidedByLog: 1,
      ignoredReports: 0,
      latenessMs: distribution([1]),
    },
    accounting: {
      testsBegun: 1,
      withoutVerdict: 0,
      unknownTests: 0,
      results: 1,
      doubleResults: 0,
      unexplained: 0,
      bytesPerResult: 130,
    },
    lostTests: 0,
    complaints: { count: 0, first: [] },
  };
}

function figures(droppedPackets: number): PeersFigures {
  const peers = (ratio: number) => ({
    blackbox: { before: 2000, after: 2500, ratio },
    checkSmtp: { before: 800, after: 900, ratio: 3 * ratio },
  });
  return {
    bench: 'peers',
    machine: describeMachine(),
    options: {
      pipeline: { ...SYSTEM, load: LOAD, seconds: 15, warmUp: 20 },
      rounds: 2,
      runs: 3,
      blackboxProbes: 1,
      checkSmtpProbes: 1,
      concurrency: 100,
    },
    versions: { blackbox: 'blackbox_exporter, version 1', checkSmtp: 'check_smtp v2' },
    rounds: [
      { pipeline: pipeline(5000, 0), peers: peers(2.25) },
      { pipeline: pipeline(5500, droppedPackets), peers: peers(2.5) },
    ],
    ratios: { blackbox: 2.375, checkSmtp: 7.125 },
    droppedPackets,
  };
}

it('shows each round beside its peers, and the medians', () => {
  const text = peersText(figures(0));
  expect(text).toContain('Round 1 of 2\n');
  expect(text).toMatch(/^round 2 +5,500 +2,000, 2,500 +2\.50 +800, 900 +7\.50$/m);
  expect(text).toMatch(/^median +2\.38 +7\.13$/m);
  expect(text).not.toContain('dropped');
});

it('says of the pipeline and of the peers when the kernel dropped what they sent', () => {
  expect(peersText(figures(7)).match(/7 packets were dropped/g)).toHaveLength(2);
});
