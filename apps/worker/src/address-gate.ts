import type { ProbeResult } from '@twotwenty/domain/probe';
import type { AddressGate, Visit } from '@twotwenty/smtp/address-gate';
import { AddressBusyError, type ProbeUnavailableError } from '@twotwenty/smtp/errors';
import type { CourtesyLimits } from './courtesy.js';
import { Line, type PlaceInLine } from './line.js';
import type { Seat } from './session-slots.js';
import { turnedAway } from './turned-away.js';
import { type Candidate, VisitedAddress } from './visited-address.js';

/** An address nobody visits is forgotten after this long, one that has turned us away after the other. */
const FORGET_AFTER_MS = 60_000;
const FORGET_BACK_OFF_AFTER_MS = 900_000;
/** Old addresses looked at for each new one: more than one, so that their number can shrink. */
const LOOKS_PER_NEW_ADDRESS = 2;
/** setTimeout cannot wait longer; Node would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

type OnTurn = (error: ProbeUnavailableError | null) => void;

/** Told when this process begins to be more careful with an address (milliseconds between sessions), and when it ends (null). */
export type BackOffListener = (address: string, pauseMs: number | null) => void;

interface KnownAddress {
  readonly name: string;
  readonly visited: VisitedAddress;
}

/**
 * Makes one process a good guest of every address: a few sessions at once, their beginnings apart, first come, first
 * served; and where a server says that we come too often, one at a time with a growing pause.
 */
export class AddressGates {
  private readonly places = new Map<string, PlaceInLine<KnownAddress>>();
  /** The one that was visited longest ago comes first. */
  private readonly byLastVisit = new Line<KnownAddress>();

  constructor(
    private readonly limits: CourtesyLimits,
    private readonly onBackOff: BackOffListener,
  ) {}

  /** How many addresses are remembered. */
  get size(): number {
    return this.places.size;
  }

  /**
   * The gate for one probe.
   * @param patienceMs how long it may wait in all; then it ends with AddressBusyError
   * @param seat the probe's slot, which others may have while it waits
   */
  forProbe(patienceMs: number, seat: Seat): ProbeGate {
    return new ProbeGate((name) => this.address(name), seat, performance.now() + patienceMs);
  }

  /**
   * Takes notice of how the addresses treated us that a probe has visited. To be called with each result.
   * @param gate the gate that the probe had
   */
  heed(result: ProbeResult, gate: ProbeGate): void {
    const { address } = result.target;
    if (address !== null) this.heedReached(address, result);
    else if (result.failure?.code === 'connect-timeout') for (const name of gate.visited) this.heedSilence(name);
  }

  private heedReached(name: string, result: ProbeResult): void {
    const reason = turnedAway(result);
    const visited = reason === null ? this.places.get(name)?.item.visited : this.address(name);
    if (visited === undefined) return;
    const { courtesy } = visited;
    const nowMs = performance.now();
    courtesy.noteReached(nowMs);
    const wasBackingOff = courtesy.isBackingOff;
    if (reason !== null) courtesy.growCareful(reason, nowMs);
    // An answer of any other kind is a service; a connection without one tells nothing.
    else if (result.reply !== null) courtesy.relax();
    if (reason === null && !wasBackingOff) return;
    visited.reconsider();
    if (courtesy.isBackingOff !== wasBackingOff) this.onBackOff(name, wasBackingOff ? null : courtesy.pauseMs);
  }

  private heedSilence(name: string): void {
    const visited = this.places.get(name)?.item.visited;
    visited?.courtesy.noteSilence(performance.now());
    visited?.reconsider();
  }

  private address(name: string): VisitedAddress {
    const place = this.places.get(name);
    if (place !== undefined) {
      this.byLastVisit.moveToEnd(place);
      return place.item.visited;
    }
    this.forgetOldest();
    const visited = new VisitedAddress(this.limits);
    this.places.set(name, this.byLastVisit.join({ name, visited }));
    return visited;
  }

  private forgetOldest(): void {
    for (let look = 0; look < LOOKS_PER_NEW_ADDRESS; look += 1) {
      const name = this.byLastVisit.first?.name;
      const place = name === undefined ? undefined : this.places.get(name);
      if (name === undefined || place === undefined) return;
      const { idleMs, courtesy } = place.item.visited;
      if (idleMs !== null && idleMs <= FORGET_AFTER_MS) return;
      if (idleMs === null || (courtesy.isBackingOff && idleMs <= FORGET_BACK_OFF_AFTER_MS)) {
        // Those behind it must not wait for it.
        this.byLastVisit.moveToEnd(place);
      } else {
        this.byLastVisit.leave(place);
        this.places.delete(name);
        if (courtesy.isBackingOff) this.onBackOff(name, null);
      }
    }
  }
}

/** The visits of one probe, which may want several addresses at once (RFC 8305). */
export class ProbeGate implements AddressGate {
  private present = 0;
  private waiting = 0;
  private waitingSinceMs: number | null = null;
  private waited = 0;
  private readonly names: string[] = [];

  constructor(
    private readonly addressOf: (name: string) => VisitedAddress,
    readonly seat: Seat,
    readonly endsAtMs: number,
  ) {}

  /** Milliseconds in which the probe had nothing to do but wait. */
  get waitedMs(): number {
    return this.waited;
  }

  /** The addresses the probe has asked for. */
  get visited(): readonly string[] {
    return this.names;
  }

  visit(name: string, onTurn: OnTurn): Visit {
    const address = this.addressOf(name);
    this.names.push(name);
    if (this.seat.isTaken && address.tryToBegin()) {
      this.present += 1;
      return new ProbeVisit(this, name, address, null);
    }
    this.waiting += 1;
    const visit = new ProbeVisit(this, name, address, onTurn);
    this.settle();
    return visit;
  }

  /** A visit is called: it no longer waits, but is about to begin. */
  called(): void {
    this.waiting -= 1;
    this.present += 1;
  }

  /** A visit that was called has to wait again. */
  sentBack(): void {
    this.waiting += 1;
    this.gone();
  }

  /** A visit that was present is over. */
  gone(): void {
    this.present -= 1;
    this.settle();
  }

  /** A visit that waited is over. */
  gaveUp(): void {
    this.waiting -= 1;
    this.settle();
  }

  /** Looks at what the visits are doing: others may have the slot while all that the probe does is wait. */
  settle(): void {
    const isWaiting = this.present === 0 && this.waiting > 0;
    if (isWaiting) {
      this.seat.stepAside();
      this.waitingSinceMs ??= performance.now();
    } else if (this.waitingSinceMs !== null && this.seat.isTaken) {
      this.waited += performance.now() - this.waitingSinceMs;
      this.waitingSinceMs = null;
    }
  }
}

class ProbeVisit implements Visit, Candidate {
  private state: 'waiting' | 'called' | 'admitted' | 'over';
  private readonly place: PlaceInLine<Candidate> | null;
  private readonly patience: NodeJS.Timeout | null;

  constructor(
    private readonly gate: ProbeGate,
    private readonly name: string,
    private readonly address: VisitedAddress,
    /** Null for a visit that needs not wait. */
    private readonly onTurn: OnTurn | null,
  ) {
    this.state = onTurn === null ? 'admitted' : 'waiting';
    if (onTurn === null) {
      this.place = null;
      this.patience = null;
      return;
    }
    const leftMs = Math.max(0, gate.endsAtMs - performance.now());
    const isWorthIt = address.canServeWithin(leftMs);
    this.patience = setTimeout(this.giveUp, isWorthIt ? Math.min(leftMs, MAX_TIMER_MS) : 0);
    this.place = address.join(this);
  }

  get admitted(): boolean {
    return this.state === 'admitted';
  }

  leave(): void {
    const { state } = this;
    if (state === 'over') return;
    this.state = 'over';
    if (state === 'admitted') {
      this.address.endSession();
      this.gate.gone();
      return;
    }
    if (this.patience !== null) clearTimeout(this.patience);
    if (this.place !== null) this.address.leaveLine(this.place);
    if (state === 'called') this.gate.gone();
    else this.gate.gaveUp();
  }

  getReady(): Promise<void> {
    this.state = 'called';
    this.gate.called();
    return this.gate.seat.comeBack();
  }

  begin(): void {
    this.state = 'admitted';
    if (this.patience !== null) clearTimeout(this.patience);
    this.gate.settle();
    this.onTurn?.(null);
  }

  standBack(): void {
    if (this.state === 'called') {
      this.state = 'waiting';
      this.gate.sentBack();
    } else this.gate.settle();
  }

  private readonly giveUp = (): void => {
    this.leave();
    this.onTurn?.(new AddressBusyError(this.name));
  };
}
