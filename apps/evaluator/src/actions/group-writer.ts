interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes items together that come while a write is under way. The first is written at once: alone nobody waits, and under
 * load a write of many costs little more than one of a single item.
 */
export class GroupWriter<T> {
  private waiting: Waiting<T>[] = [];
  private isWriting = false;

  /** @param write writes items, all of them or none */
  constructor(private readonly write: (items: readonly T[]) => Promise<void>) {}

  /** Resolves once the item is written. @throws what the write threw */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        await this.write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.isWriting = false;
  }
}
