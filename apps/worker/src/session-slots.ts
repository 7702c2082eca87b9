/** A number of slots that tasks take and give back; who finds none waits in line. */
export class SessionSlots {
  private readonly waiting: (() => void)[] = [];
  private head = 0;

  constructor(private free: number) {}

  /** Resolves when a slot is taken. First come, first served. */
  async take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Gives a slot back, to the one who has waited longest. */
  give(): void {
    const next = this.waiting[this.head];
    if (next === undefined) {
      this.free += 1;
      return;
    }
    this.head += 1;
    // Taken from the front without moving the rest each time.
    if (this.head > 1024 && this.head * 2 > this.waiting.length) {
      this.waiting.splice(0, this.head);
      this.head = 0;
    }
    next();
  }
}
