import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { withCleanUp } from '../clean-up.js';
import { describeMachine, type Machine } from '../machine.js';
import { makeCertificate, type CertificatePair } from './certificate.js';
import { runEngine, startOwnServer, stopChild, type Run } from './children.js';
import { compareMemory, type MemoryComparison } from './memory.js';
import type { EngineName, PeerName, SpeedResult } from './orders.js';
import { startPeers, type PeerLoads } from './peers.js';
import { interleave, ratioOf, type Ratio, type SpeedFigures } from './speed.js';

export interface SmtpOptions {
  readonly runs: number;
  readonly probes: number;
  readonly concurrency: number;
  readonly peers: boolean;
  readonly blackboxProbes: number;
  readonly checkSmtpProbes: number;
  readonly sessions: number;
  readonly tlsProbes: number;
  readonly tlsSessions: number;
  /** A folder for the CPU profiles of the engines. */
  readonly profile?: string | undefined;
}

/** The programs of others. */
export interface PeerFigures {
  readonly versions: Readonly<Record<PeerName, string>>;
  readonly loads: PeerLoads;
  readonly speed: Readonly<Record<PeerName, SpeedFigures>>;
  readonly blackboxToProbe: Ratio;
  readonly checkSmtpToProbe: Ratio;
}

/** The medians of all runs; null for what was left out. */
export interface SmtpFigures {
  readonly bench: 'smtp';
  readonly machine: Machine;
  readonly options: SmtpOptions;
  readonly speed: Readonly<Record<EngineName, SpeedFigures>>;
  readonly probeToBare: Ratio;
  readonly peers: PeerFigures | null;
  readonly starttls: { readonly speed: Readonly<Record<EngineName, SpeedFigures>>; readonly probeToBare: Ratio } | null;
  readonly memory: MemoryComparison | null;
  readonly tlsMemory: MemoryComparison | null;
}

/** check_smtp waits for the server now and then, and its next process could use the time. */
const PLUGINS_PER_CORE = 2;

/** Compares the probe with a bare loop of the same dialogue and with its peers, in turn, each in processes of its own. */
export async function runSmtp(options: SmtpOptions): Promise<SmtpFigures> {
  const machine = describeMachine();
  return withCleanUp(async (cleanUp, signal) => {
    const run = { cleanUp, signal };
    // First of all, so that what is missing is told at once.
    const tls = options.tlsProbes + options.tlsSessions > 0 ? await makeCertificate() : null;
    const plain = await comparePlain(options, run);
    return {
      bench: 'smtp',
      machine,
      options,
      ...plain,
      starttls: tls !== null && options.tlsProbes > 0 ? await compareStartTls(options, tls, run) : null,
      memory: options.sessions > 0 ? await compareMemory(options.sessions, null, run) : null,
      tlsMemory: tls !== null && options.tlsSessions > 0 ? await compareMemory(options.tlsSessions, tls, run) : null,
    };
  });
}

async function comparePlain(
  options: SmtpOptions,
  run: Run,
): Promise<Pick<SmtpFigures, 'speed' | 'probeToBare' | 'peers'>> {
  const { runs, probes, concurrency } = options;
  const loads = {
    blackbox: { probes: options.blackboxProbes, concurrency },
    checkSmtp: { probes: options.checkSmtpProbes, concurrency: PLUGINS_PER_CORE * cpus().length },
  };
  const peers = options.peers ? await startPeers(loads, run) : null;
  const sink = await startSmtpSink({ host: '0.0.0.0' });
  run.cleanUp.add('smtp-sink', () => sink.stop());
  const { port } = sink;
  const order = { task: 'speed', dialogue: 'plain', certificate: '', port, probes, concurrency } as const;
  const engines = {
    bare: () => runEngine<SpeedResult>({ ...order, engine: 'bare' }, run, profiling('bare', options)),
    probe: () => runEngine<SpeedResult>({ ...order, engine: 'probe' }, run, profiling('probe', options)),
  };
  if (peers === null) {
    const speed = await interleave(runs, engines);
    await sink.stop();
    return { speed, probeToBare: ratioOf(speed.probe, speed.bare), peers: null };
  }
  const { bare, probe, blackbox, checkSmtp } = await interleave(runs, {
    ...engines,
    blackbox: () => peers.run('blackbox', port),
    checkSmtp: () => peers.run('checkSmtp', port),
  });
  await sink.stop();
  return {
    speed: { bare, probe },
    probeToBare: ratioOf(probe, bare),
    peers: {
      versions: peers.versions,
      loads,
      speed: { blackbox, checkSmtp },
      blackboxToProbe: ratioOf(blackbox, probe),
      checkSmtpToProbe: ratioOf(checkSmtp, probe),
    },
  };
}

async function compareStartTls(
  options: SmtpOptions,
  pair: CertificatePair,
  run: Run,
): Promise<NonNullable<SmtpFigures['starttls']>> {
  const { runs, tlsProbes, concurrency } = options;
  const { certificate } = pair;
  const { child, port } = await startOwnServer('starttls-server.js', pair, run);
  const order = { task: 'speed', dialogue: 'starttls', certificate, port, probes: tlsProbes, concurrency } as const;
  const speed = await interleave(runs, {
    bare: () => runEngine<SpeedResult>({ ...order, engine: 'bare' }, run, profiling('bare-starttls', options)),
    probe: () => runEngine<SpeedResult>({ ...order, engine: 'probe' }, run, profiling('probe-starttls', options)),
  });
  await stopChild(child);
  return { speed, probeToBare: ratioOf(speed.probe, speed.bare) };
}

/** Arguments of Node that make a CPU profile. Each round writes over that of the round before it. */
function profiling(name: string, { profile }: SmtpOptions): string[] {
  if (profile === undefined) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`, `--cpu-prof-name=${name}.cpuprofile`];
}
