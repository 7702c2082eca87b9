import { setMaxListeners } from 'node:events';

/**
 * A signal that aborts together with another one, or when a time is over. For `using`: it lets go of both at the end.
 *
 * `AbortSignal.any([signal, AbortSignal.timeout(…)])` does not do: Node 20 holds what it joins weakly, so that the next
 * garbage collection takes the timeout away, and the limit never comes.
 */
export class TimeLimit implements Disposable {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  /** @param limitMs the time, milliseconds */
  constructor(
    private readonly outer: AbortSignal,
    limitMs: number,
  ) {
    this.timer = setTimeout(this.timeIsOver, limitMs);
    if (outer.aborted) this.outerAborted();
    else outer.addEventListener('abort', this.outerAborted, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether it was the time that ended it, not the other signal. */
  get isTimeOver(): boolean {
    return (
      this.signal.aborted && this.signal.reason instanceof DOMException && this.signal.reason.name === 'TimeoutError'
    );
  }

  [Symbol.dispose](): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.outerAborted);
  }

  private readonly timeIsOver = (): void => {
    this.controller.abort(new DOMException('the time is over', 'TimeoutError'));
  };

  private readonly outerAborted = (): void => {
    this.controller.abort(this.outer.reason);
  };
}

/** For the stop of a process, to which as many limits belong as there is work under way: Node takes more than ten listeners for a leak. */
export function createStopping(): AbortController {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  return stopping;
}
