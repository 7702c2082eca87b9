import { Line } from './line.js';

/** A number of slots that tasks take and give back; who finds none waits in line. */
export class SessionSlots {
  private readonly line = new Line<() => void>();

  private free: number;

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

  /** Resolves when a slot is taken. First come, first served. */
  async take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.line.join(resolve));
  }

  /** Gives a slot back, to the one who has waited longest. */
  give(): void {
    const next = this.line.shift();
    if (next === undefined) this.free += 1;
    else next();
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
