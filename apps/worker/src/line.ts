/** A place in a line. */
export interface PlaceInLine<T> {
  readonly item: T;
  before: PlaceInLine<T> | null;
  behind: PlaceInLine<T> | null;
}

/** A waiting line: first come, first served; who gives up may leave from anywhere. Each step costs the same however long it is. */
export class Line<T> {
  private head: PlaceInLine<T> | null = null;
  private tail: PlaceInLine<T> | null = null;
  private count = 0;

  /** How many wait. */
  get length(): number {
    return this.count;
  }

  /** The item that has waited longest. */
  get first(): T | undefined {
    return this.head?.item;
  }

  /** Puts an item at the end. @returns its place, by which it can leave */
  join(item: T): PlaceInLine<T> {
    const place: PlaceInLine<T> = { item, before: null, behind: null };
    this.append(place);
    return place;
  }

  /** Puts a place that is in this line at its end. */
  moveToEnd(place: PlaceInLine<T>): void {
    this.leave(place);
    this.append(place);
  }

  /** Takes the item out that has waited longest. */
  shift(): T | undefined {
    const place = this.head;
    if (place !== null) this.leave(place);
    return place?.item;
  }

  /**
   * Takes out a place that is in this line. It lets its neighbours go: a place that the garbage collector has moved to the old space, and that
   * still led to the next one, would keep alive whoever came after it, until the next full collection.
   */
  leave(place: PlaceInLine<T>): void {
    if (place.before === null) this.head = place.behind;
    else place.before.behind = place.behind;
    if (place.behind === null) this.tail = place.before;
    else place.behind.before = place.before;
    place.before = null;
    place.behind = null;
    this.count -= 1;
  }

  private append(place: PlaceInLine<T>): void {
    place.before = this.tail;
    if (this.tail === null) this.head = place;
    else this.tail.behind = place;
    this.tail = place;
    this.count += 1;
  }
}
