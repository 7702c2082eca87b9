import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { cpus } from 'node:os';
import { withCleanUp } from '../clean-up.js';
import { describeMachine, type Machine } from '../machine.js';
import { say } from '../output.js';
import { runPipeline, type PipelineFigures, type PipelineOptions } from '../pipeline/run.js';
import { PEERS, type PeerName } from '../smtp/orders.js';
import { startPeers, type PeerLoads, type Peers } from '../smtp/peers.js';
import { throughputOf, type Throughput } from './throughput.js';

export interface PeersOptions {
  readonly pipeline: PipelineOptions;
  /** Runs of each peer before the pipeline, and as many after it. */
  readonly runs: number;
  readonly blackboxProbes: number;
  readonly checkSmtpProbes: number;
  readonly concurrency: number;
}

/** What the whole chain makes a second, and what the peers make that only probe. */
export interface PeersFigures {
  readonly bench: 'peers';
  readonly machine: Machine;
  readonly options: PeersOptions;
  readonly versions: Peers['versions'];
  readonly pipeline: PipelineFigures;
  readonly peers: Readonly<Record<PeerName, Throughput>>;
}

/** check_smtp waits for the server now and then, and its next process could use the time. */
const PLUGINS_PER_CORE = 2;

/** Measures the peers, then the pipeline, then the peers again: a machine that changes its pace shows. */
export async function runPeers(options: PeersOptions): Promise<PeersFigures> {
  const machine = describeMachine();
  const loads: PeerLoads = {
    blackbox: { probes: options.blackboxProbes, concurrency: options.concurrency },
    checkSmtp: { probes: options.checkSmtpProbes, concurrency: PLUGINS_PER_CORE * cpus().length },
  };
  const before = await measurePeers(loads, options.runs);
  const pipeline = await runPipeline(options.pipeline);
  const after = await measurePeers(loads, options.runs);
  const ratesOf = (peer: PeerName) => throughputOf(pipeline.probesPerSecond, before.rates[peer], after.rates[peer]);
  return {
    bench: 'peers',
    machine,
    options,
    versions: before.versions,
    pipeline,
    peers: { blackbox: ratesOf('blackbox'), checkSmtp: ratesOf('checkSmtp') },
  };
}

interface MeasuredPeers {
  readonly versions: Peers['versions'];
  /** Probes a second of each run. */
  readonly rates: Readonly<Record<PeerName, readonly number[]>>;
}

async function measurePeers(loads: PeerLoads, runs: number): Promise<MeasuredPeers> {
  return withCleanUp(async (cleanUp, signal) => {
    const peers = await startPeers(loads, { cleanUp, signal });
    const sink = await startSmtpSink({ host: '0.0.0.0' });
    cleanUp.add('smtp-sink', () => sink.stop());
    const rates: Record<PeerName, number[]> = { blackbox: [], checkSmtp: [] };
    for (let run = 1; run <= runs; run += 1) {
      for (const peer of PEERS) {
        const { probes, seconds, failed } = await peers.run(peer, sink.port);
        if (failed > 0) throw new Error(`${failed} probes of ${peer} failed: its figure would say nothing`);
        say(`run ${run} of ${runs}, ${peer}: ${Math.round(probes / seconds)} probes/s`);
        rates[peer].push(probes / seconds);
      }
    }
    return { versions: peers.versions, rates };
  });
}
