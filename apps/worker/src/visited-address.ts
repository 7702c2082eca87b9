import { Courtesy, type CourtesyLimits } from './courtesy.js';
import { Line, type PlaceInLine } from './line.js';

/** Who waits for a turn at an address. */
export interface Candidate {
  /** Called when the address is free: resolves when the candidate can begin a session at once. */
  getReady(): Promise<void>;
  /** The turn has come: a session begins now. */
  begin(): void;
  /** Ready, but too late: the address has become more careful meanwhile, or the candidate has left. */
  standBack(): void;
}

/** One address: how many sessions it has, who waits in line, and when the next may begin. */
export class VisitedAddress {
  readonly courtesy: Courtesy;
  private sessions = 0;
  private begunAtMs = -Infinity;
  private readonly line = new Line<Candidate>();
  private called: Candidate | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(limits: CourtesyLimits) {
    this.courtesy = new Courtesy(limits);
  }

  /** Begins a session at once, if one may and nobody waits. */
  tryToBegin(): boolean {
    if (this.line.length > 0 || !this.isFree()) return false;
    this.begin();
    return true;
  }

  /** False if the turn of one who joins the line now cannot come within `ms`: those before need longer. */
  canServeWithin(ms: number): boolean {
    return this.line.length * this.courtesy.pauseMs <= ms;
  }

  join(candidate: Candidate): PlaceInLine<Candidate> {
    const place = this.line.join(candidate);
    this.awaitTurn();
    return place;
  }

  /** Gives up a place in the line. */
  leaveLine(place: PlaceInLine<Candidate>): void {
    this.line.leave(place);
    if (this.called === place.item) this.called = null;
    if (this.line.length === 0) this.stopTimer();
    else this.awaitTurn();
  }

  /** A session has ended. */
  endSession(): void {
    this.sessions -= 1;
    this.awaitTurn();
  }

  /** To be called when the courtesy has changed: the next turn may come sooner. */
  reconsider(): void {
    this.stopTimer();
    this.awaitTurn();
  }

  /** Milliseconds since a session began here; null while there is a session, or somebody waits. */
  get idleMs(): number | null {
    return this.sessions > 0 || this.line.length > 0 ? null : performance.now() - this.begunAtMs;
  }

  private isFree(): boolean {
    return this.sessions < this.courtesy.maxSessions && performance.now() >= this.begunAtMs + this.courtesy.pauseMs;
  }

  private begin(): void {
    this.sessions += 1;
    this.begunAtMs = performance.now();
  }

  /** A timer runs only while somebody waits for nothing but the pause. Never at once: what was just seen comes first. */
  private awaitTurn(): void {
    if (this.timer !== null || this.called !== null || this.line.length === 0) return;
    if (this.sessions >= this.courtesy.maxSessions) return;
    const remainingMs = this.begunAtMs + this.courtesy.pauseMs - performance.now();
    this.timer = setTimeout(this.callFirst, Math.max(0, Math.ceil(remainingMs)));
  }

  private readonly callFirst = (): void => {
    this.timer = null;
    const candidate = this.line.first;
    if (candidate === undefined || !this.isFree()) {
      this.awaitTurn();
      return;
    }
    this.called = candidate;
    void candidate.getReady().then(() => this.receive(candidate));
  };

  private receive(candidate: Candidate): void {
    const isExpected = this.called === candidate;
    if (isExpected) this.called = null;
    if (isExpected && this.isFree()) {
      this.line.shift();
      this.begin();
      candidate.begin();
    } else candidate.standBack();
    this.awaitTurn();
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
