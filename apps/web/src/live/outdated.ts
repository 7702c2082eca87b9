/** Why the page should be loaded anew: the controller has a newer one, or says what this one does not understand. */
export type Outdated = 'updated' | 'unreadable' | null;

/** Whether this page is the one that belongs to the controller. */
class OutdatedStore {
  private value: Outdated = null;
  private readonly listeners = new Set<() => void>();

  readonly get = (): Outdated => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** @param webEntry the script that the controller's page begins with; null: it serves none */
  compare(webEntry: string | null): void {
    const own = ownEntry();
    if (own !== null && webEntry !== null && webEntry !== own) this.found('updated');
  }

  found(value: NonNullable<Outdated>): void {
    // What does not work weighs more than what could be newer.
    if (this.value === value || this.value === 'unreadable') return;
    this.value = value;
    for (const listener of this.listeners) listener();
  }
}

export const outdated = new OutdatedStore();

/** The script that this page began with; null where Vite serves its sources. */
function ownEntry(): string | null {
  return document.querySelector('script[type="module"][src^="/assets/"]')?.getAttribute('src') ?? null;
}
