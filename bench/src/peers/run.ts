import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { cpus } from 'node:os';
import { withCleanUp } from '../clean-up.js';
import { describeMachine, type Machine } from '../machine.js';
import { say } from '../output.js';
import { runPipeline, type PipelineFigures, type PipelineOptions } from '../pipeline/run.js';
import { readDroppedPackets } from '../proc.js';
import { PEERS, type PeerName } from '../smtp/orders.js';
import { startPeers, type PeerLoads, type Peers } from '../smtp/peers.js';
import { median } from '../statistics.js';
import { throughputOf, type Throughput } from './throughput.js';

export interface PeersOptions {
  readonly pipeline: PipelineOptions;
  /** Of the pipeline, each between runs of the peers. */
  readonly rounds: number;
  /** Of each peer before, between and after the rounds. */
  readonly runs: number;
  readonly blackboxProbes: number;
  readonly checkSmtpProbes: number;
  readonly concurrency: number;
}

/** What the whole chain made a second, and what the peers made right before and after it, which only probe. */
export interface PeersRound {
  readonly pipeline: PipelineFigures;
  readonly peers: Readonly<Record<PeerName, Throughput>>;
}

export interface PeersFigures {
  readonly bench: 'peers';
  readonly machine: Machine;
  readonly options: PeersOptions;
  readonly versions: Peers['versions'];
  readonly rounds: readonly PeersRound[];
  /** How many times as many the pipeline made: the medians of the rounds. */
  readonly ratios: Readonly<Record<PeerName, number>>;
  /** While the peers ran, by the kernel's tracking of connections. */
  readonly droppedPackets: number;
}

/** check_smtp waits for the server now and then, and its next process could use the time. */
const PLUGINS_PER_CORE = 2;

/**
 * Measures the peers, then the pipeline, then the peers again, and so on: on a machine that changes its pace each round is compared with its
 * neighbours.
 */
export async function runPeers(options: PeersOptions): Promise<PeersFigures> {
  const machine = describeMachine();
  const loads: PeerLoads = {
    blackbox: { probes: options.blackboxProbes, concurrency: options.concurrency },
    checkSmtp: { probes: options.checkSmtpProbes, concurrency: PLUGINS_PER_CORE * cpus().length },
  };
  const rounds: PeersRound[] = [];
  let before = await measurePeers(loads, options.runs);
  let { droppedPackets } = before;
  for (let round = 1; round <= options.rounds; round += 1) {
    say(`round ${round} of ${options.rounds}`);
    const pipeline = await runPipeline(options.pipeline);
    const after = await measurePeers(loads, options.runs);
    const peers = throughputs(pipeline, before, after);
    say(`round ${round} of ${options.rounds}: ${peers.blackbox.ratio.toFixed(2)} times blackbox_exporter`);
    rounds.push({ pipeline, peers });
    before = after;
    droppedPackets += after.droppedPackets;
  }
  const ratioTo = (peer: PeerName) => median(rounds.map(({ peers }) => peers[peer].ratio));
  const ratios = { blackbox: ratioTo('blackbox'), checkSmtp: ratioTo('checkSmtp') };
  return { bench: 'peers', machine, options, versions: before.versions, rounds, ratios, droppedPackets };
}

function throughputs(pipeline: PipelineFigures, before: MeasuredPeers, after: MeasuredPeers): PeersRound['peers'] {
  const of = (peer: PeerName) => throughputOf(pipeline.probesPerSecond, before.rates[peer], after.rates[peer]);
  return { blackbox: of('blackbox'), checkSmtp: of('checkSmtp') };
}

interface MeasuredPeers {
  readonly versions: Peers['versions'];
  /** Probes a second of each run. */
  readonly rates: Readonly<Record<PeerName, readonly number[]>>;
  readonly droppedPackets: number;
}

async function measurePeers(loads: PeerLoads, runs: number): Promise<MeasuredPeers> {
  return withCleanUp(async (cleanUp, signal) => {
    const peers = await startPeers(loads, { cleanUp, signal });
    const sink = await startSmtpSink({ host: '0.0.0.0' });
    cleanUp.add('smtp-sink', () => sink.stop());
    const rates: Record<PeerName, number[]> = { blackbox: [], checkSmtp: [] };
    const droppedBefore = readDroppedPackets();
    for (let run = 1; run <= runs; run += 1) {
      for (const peer of PEERS) {
        const { probes, seconds, failed } = await peers.run(peer, sink.port);
        if (failed > 0) throw new Error(`${failed} probes of ${peer} failed: its figure would say nothing`);
        say(`run ${run} of ${runs}, ${peer}: ${Math.round(probes / seconds)} probes/s`);
        rates[peer].push(probes / seconds);
      }
    }
    return { versions: peers.versions, rates, droppedPackets: readDroppedPackets() - droppedBefore };
  });
}
