/** Nobody holds an order for longer: schedules look a second ahead at most, and a clock may be wrong. */
const MAX_WAIT_MS = 2000;
/** What is due within so many milliseconds begins together: waking up costs more than beginning. */
const STEP_MS = 10;

/** Holds what came early until it is due. */
export class Punctuality {
  private readonly steps = new Map<number, Promise<void>>();

  /** @param nowMs milliseconds by a clock that does not jump */
  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Resolves when it is time, at most a step later. @param leftMs milliseconds until then; none or less: at once */
  wait(leftMs: number): Promise<void> {
    if (leftMs <= 0) return Promise.resolve();
    const endsAtMs = this.nowMs() + Math.min(leftMs, MAX_WAIT_MS);
    const step = Math.ceil(endsAtMs / STEP_MS);
    let waiting = this.steps.get(step);
    if (waiting === undefined) this.steps.set(step, (waiting = this.sleep(step)));
    return waiting;
  }

  private async sleep(step: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, step * STEP_MS - this.nowMs()));
    this.steps.delete(step);
  }
}
