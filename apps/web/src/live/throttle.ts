/** Collects what is to be done, and does it together. */
export interface Throttle<T> {
  /** Has it done now, or with the next round. */
  add(item: T): void;
  /** Forgets what was not begun. */
  stop(): void;
}

/**
 * The first item is done at once; what comes until `pauseMs` later, or until that is done if it takes longer, is done together then.
 * So nothing is ever begun while something is under way.
 * @param empty what nothing amounts to
 * @param run does it; is not expected to fail
 */
export function createThrottle<T>(
  empty: T,
  merge: (left: T, right: T) => T,
  run: (items: T) => Promise<unknown>,
  pauseMs: number,
): Throttle<T> {
  let waiting: T | undefined;
  let isResting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function begin(): void {
    if (waiting === undefined) return;
    const items = waiting;
    waiting = undefined;
    isResting = true;
    const pause = new Promise<void>((resolve) => (timer = setTimeout(resolve, pauseMs)));
    const done = run(items).catch(() => undefined);
    void Promise.all([pause, done]).then(() => {
      isResting = false;
      begin();
    });
  }

  return {
    add(item) {
      waiting = merge(waiting ?? empty, item);
      if (!isResting) begin();
    },
    stop() {
      waiting = undefined;
      isResting = false;
      clearTimeout(timer);
    },
  };
}
