interface Seen {
  /** Milliseconds by a clock that does not jump. */
  readonly seenAtMs: number;
}

/** What was seen of each key last, in the order in which it was seen; what is too old is forgotten. */
export class Recent<V extends Seen> {
  private readonly entries = new Map<string, V>();
  /** Nothing is older: to look at the first entry of a map whose entries move to its end costs as much as all that have moved. */
  private oldestMs = Infinity;

  get size(): number {
    return this.entries.size;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  values(): V[] {
    return [...this.entries.values()];
  }

  /** @param value seen not before any other */
  put(key: string, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    this.oldestMs = Math.min(this.oldestMs, value.seenAtMs);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  deleteWhere(matches: (value: V) => boolean): void {
    for (const [key, value] of this.entries) if (matches(value)) this.entries.delete(key);
  }

  /** Forgets what was seen at a time or before. @returns whether there was any */
  forgetUntil(timeMs: number): boolean {
    if (this.oldestMs > timeMs) return false;
    const before = this.entries.size;
    this.oldestMs = Infinity;
    for (const [key, { seenAtMs }] of this.entries) {
      if (seenAtMs > timeMs) {
        this.oldestMs = seenAtMs;
        break;
      }
      this.entries.delete(key);
    }
    return this.entries.size < before;
  }
}
