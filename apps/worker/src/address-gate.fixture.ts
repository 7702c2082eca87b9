import type { ProbeResult } from '@twotwenty/domain/probe';
import type { Visit } from '@twotwenty/smtp/address-gate';
import { AddressGates, type ProbeGate } from './address-gate.js';
import { Seat, SessionSlots } from './session-slots.js';

export const PATIENT_MS = 600_000;

/** What a session with an address showed: the code of its greeting, null for none. */
export function resultFrom(address: string | null, code: number | null, text = 'mx.test'): ProbeResult {
  const ok = code === 220;
  return {
    ok,
    failure: ok
      ? null
      : code === null
        ? { phase: 'connect', code: 'connect-timeout', message: 'x' }
        : { phase: 'greeting', code: 'x', message: 'x' },
    reply: code === null ? null : { code, lines: [text], enhancedCode: null },
    quit: null,
    extensions: null,
    tls: null,
    anomalies: [],
    timings: { dnsMs: null, connectMs: null, greetingMs: null, ehloMs: null, tlsMs: null, quitMs: null, totalMs: 1 },
    target: { host: 'mx.test', port: 25, security: 'none', address },
    transcript: [],
  };
}

class CountedSlots extends SessionSlots {
  constructor(public unused: number) {
    super(unused);
  }

  override async take(): Promise<void> {
    await super.take();
    this.unused -= 1;
  }

  override give(): void {
    this.unused += 1;
    super.give();
  }
}

/** A gate whose slots the test sees. */
export class House {
  readonly gates: AddressGates;
  readonly backOffs: [string, number | null][] = [];
  private readonly slots: CountedSlots;

  constructor(maxSessions = 2, pauseMs = 20, slots = 1000) {
    this.slots = new CountedSlots(slots);
    this.gates = new AddressGates({ maxSessions, pauseMs }, (...told) => this.backOffs.push(told));
  }

  get free(): number {
    return this.slots.unused;
  }

  /** A result of a probe that is over. */
  heed(result: ProbeResult): void {
    this.gates.heed(result, this.gates.forProbe(0, new Seat(this.slots)));
  }

  async probe(patienceMs = PATIENT_MS): Promise<{ gate: ProbeGate; seat: Seat }> {
    await this.slots.take();
    const seat = new Seat(this.slots);
    return { gate: this.gates.forProbe(patienceMs, seat), seat };
  }

  /** Visits an address with a probe of its own, and writes down when its turn came. */
  async visit(address: string, patienceMs?: number): Promise<{ visit: Visit; turns: unknown[]; end: () => void }> {
    const { gate, seat } = await this.probe(patienceMs);
    const turns: unknown[] = [];
    const visit = gate.visit(address, (error) => turns.push(error ?? performance.now()));
    const end = (): void => {
      visit.leave();
      seat.leave();
    };
    return { visit, turns, end };
  }
}
