import { Line } from './line.js';

/**
 * Slots given in one turn of the event loop. What is ready to go on goes on before more is begun: else a worker that has
 * more to do than it can do holds all the sessions that it may hold, each of them is slow, and all of it costs more.
 */
const TAKEN_IN_A_TURN = 16;

/** A number of slots that tasks take and give back; who finds none waits in line, and so do all but a few of one turn. */
export class SessionSlots {
  private readonly line = new Line<{ readonly come: () => void; readonly sinceMs: number }>();
  private free: number;
  private leftInTurn = TAKEN_IN_A_TURN;
  private nextTurn: NodeJS.Immediate | null = null;

  constructor(private readonly total: number) {
    this.free = total;
  }

  /** How many are taken. */
  get taken(): number {
    return this.total - this.free;
  }

  /** How many wait for one. */
  get waiting(): number {
    return this.line.length;
  }

  /** Milliseconds for which the first of them has waited; 0 where none waits. */
  get waitedMs(): number {
    const first = this.line.first;
    return first === undefined ? 0 : performance.now() - first.sinceMs;
  }

  /** Resolves when a slot is taken. First come, first served. */
  async take(): Promise<void> {
    if (this.mayTake && this.line.length === 0) return this.begin();
    await new Promise<void>((come) => this.line.join({ come, sinceMs: performance.now() }));
  }

  /** Gives a slot back, to the one who has waited longest. */
  give(): void {
    this.free += 1;
    this.serve();
  }

  private get mayTake(): boolean {
    return this.free > 0 && this.leftInTurn > 0;
  }

  private begin(): void {
    this.free -= 1;
    this.leftInTurn -= 1;
    this.nextTurn ??= setImmediate(() => {
      this.nextTurn = null;
      this.leftInTurn = TAKEN_IN_A_TURN;
      this.serve();
    });
  }

  private serve(): void {
    while (this.mayTake && this.line.length > 0) {
      this.begin();
      this.line.shift()?.come();
    }
  }
}

/** The slot of one session, which others may have while the session waits for something else. */
export class Seat {
  private over = false;
  private taken = true;
  private coming: Promise<void> | null = null;

  /** @param slots from which the session has taken a slot */
  constructor(private readonly slots: SessionSlots) {}

  get isTaken(): boolean {
    return this.taken;
  }

  /** Gives the slot back for now. */
  stepAside(): void {
    if (!this.taken) return;
    this.taken = false;
    this.slots.give();
  }

  /** Takes a slot again; resolves when the session has one, or is over meanwhile. */
  comeBack(): Promise<void> {
    if (this.taken || this.over) return Promise.resolve();
    this.coming ??= this.slots.take().then(() => {
      this.coming = null;
      if (this.over) this.slots.give();
      else this.taken = true;
    });
    return this.coming;
  }

  /** The session is over. */
  leave(): void {
    this.over = true;
    this.stepAside();
  }
}
