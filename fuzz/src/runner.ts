import type { ProbeResult, ProbeTarget } from '@twotwenty/domain/probe';
import type { AddressGate } from '@twotwenty/smtp/address-gate';
import type { ProbeOptions } from '@twotwenty/smtp/probe';
import type { Lookup } from '@twotwenty/smtp/resolve';
import type { Heartbeat } from './heartbeat.js';
import type { FuzzInput, HostKind } from './input.js';
import type { Observation } from './protocol.js';
import type { ServerProcess } from './server-process.js';

/** What is fuzzed. */
export type Probe = (target: ProbeTarget, options: ProbeOptions) => Promise<ProbeResult>;

/** One session as it was. */
export interface Run {
  readonly input: FuzzInput;
  readonly target: ProbeTarget;
  /** Null if the probe rejected. */
  readonly result: ProbeResult | null;
  readonly error: unknown;
  readonly tookMs: number;
  /** The longest time for which the event loop was held up meanwhile. */
  readonly stallMs: number;
  /** How much longer than allowed it took, in milliseconds; not above zero if it ended in time. */
  readonly lateMs: number;
  /** How much of that the event loop was held up. */
  readonly lateByStallMs: number;
  /** Visits to the gate that were not ended. */
  readonly visitsLeft: number;
  readonly observation: Observation;
}

/** The probe's side of a session. */
interface Half extends Pick<Run, 'input' | 'target' | 'result' | 'error'> {
  readonly from: number;
  readonly to: number;
  readonly gate: CountingGate | null;
}

/** The reason with which probes are aborted. */
export const ABORTED = new Error('aborted by the fuzzer');

/** An address on which nobody listens: the servers listen on IPv4 only. */
const REFUSING = '::1';
const NAME = 'mx.example.com';

/** Runs inputs: both sides of each session. */
export class Runner {
  sessions = 0;

  constructor(
    private readonly servers: ServerProcess,
    private readonly probe: Probe,
    private readonly heartbeat: Heartbeat,
    private readonly concurrency: number,
  ) {}

  /** Runs sessions, some at a time, and gives them in the order of the inputs. */
  async run(inputs: readonly FuzzInput[]): Promise<Run[]> {
    const addresses = this.servers.addresses(inputs.length);
    const parts = inputs.map(({ actions }, i) => ({ address: addresses[i] ?? '', actions }));
    await this.servers.stage(parts);
    const halves: Half[] = [];
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let i = next++; i < inputs.length; i = next++) {
        halves[i] = await this.hold(inputs[i] as FuzzInput, addresses[i] ?? '');
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.concurrency, inputs.length) }, lane));
    const observations = await this.servers.collect(
      halves.map((half, i) => ({ address: addresses[i] ?? '', hasConnected: hasConnected(half) })),
    );
    // The answer may come in the very turn of the event loop in which the last sockets close.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    this.sessions += inputs.length;
    return halves.map((half, i) => this.whole(half, observations[i] as Observation));
  }

  private whole({ from, to, gate, ...half }: Half, observation: Observation): Run {
    const { maxTestDurationMs, abortAfterMs } = half.input;
    // The clock stands still while the gate lets the probe wait.
    const allowedMs = Math.min(maxTestDurationMs + (gate?.waitedMs ?? 0), abortAfterMs ?? Infinity);
    const lateMs = to - from - allowedMs;
    return {
      ...half,
      tookMs: to - from,
      stallMs: this.heartbeat.stalledBetween(from, to).worstMs,
      lateMs,
      lateByStallMs: lateMs > 0 ? this.heartbeat.stalledBetween(from + allowedMs, to).totalMs : 0,
      visitsLeft: gate?.visits ?? 0,
      observation,
    };
  }

  /** The probe's side of one session. */
  private async hold(input: FuzzInput, address: string): Promise<Half> {
    const target: ProbeTarget = {
      ...input.target,
      host: hostOf(input.host, address),
      port: this.servers.listeningPort,
    };
    const aborter = input.abortAfterMs === null ? null : new AbortController();
    const timer = aborter === null ? null : setTimeout(() => aborter.abort(ABORTED), input.abortAfterMs ?? 0);
    const gate = input.gateMs === null ? null : new CountingGate(input.gateMs);
    const options: ProbeOptions = {
      maxTestDurationMs: input.maxTestDurationMs,
      lookup: lookupFor(input.host, address),
      trustedCertificates: this.servers.trustedCertificates,
      ...(gate === null ? {} : { gate }),
      ...(aborter === null ? {} : { signal: aborter.signal }),
    };
    let half: Pick<Run, 'result' | 'error'>;
    const from = performance.now();
    try {
      half = { result: await this.probe(target, options), error: null };
    } catch (error) {
      half = { result: null, error };
    } finally {
      if (timer !== null) clearTimeout(timer);
    }
    return { input, target, ...half, from, to: performance.now(), gate };
  }
}

/** Lets everybody in after some time, and counts who has not left. */
class CountingGate implements AddressGate {
  visits = 0;
  /** For how long it has let the probe wait. */
  waitedMs = 0;

  constructor(private readonly waitMs: number) {}

  visit(_address: string, onTurn: (error: null) => void): ReturnType<AddressGate['visit']> {
    this.visits += 1;
    let isInside = true;
    const cameAt = performance.now();
    const admit = (): void => {
      this.waitedMs += performance.now() - cameAt;
      onTurn(null);
    };
    const timer = this.waitMs === 0 ? null : setTimeout(admit, this.waitMs);
    return {
      admitted: this.waitMs === 0,
      leave: () => {
        if (timer !== null) clearTimeout(timer);
        if (isInside) this.visits -= 1;
        isInside = false;
      },
    };
  }
}

/** True if the probe says that its connection was up. */
export function hasConnected({ result }: Pick<Run, 'result'>): boolean {
  return result !== null && result.target.address !== null;
}

function hostOf(kind: HostKind, address: string): string {
  if (kind === 'address') return address;
  return kind === 'refused' ? REFUSING : NAME;
}

function lookupFor(kind: HostKind, address: string): Lookup {
  const found = { address, family: 4 } as const;
  switch (kind) {
    case 'name-unknown':
      return () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
    case 'name-slow':
      return () => new Promise(() => undefined);
    case 'name-after-refused':
      return () => Promise.resolve([{ address: REFUSING, family: 6 }, found]);
    default:
      return () => Promise.resolve([found]);
  }
}
