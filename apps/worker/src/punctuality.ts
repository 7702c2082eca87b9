/** Nobody holds an order for longer: schedules look little more than two seconds ahead, and a clock may be wrong. */
const MAX_WAIT_MS = 3000;
/** What is due within so many milliseconds begins together: waking up costs more than beginning. */
const STEP_MS = 10;
/**
 * Where little is to do, so few begin together once in so many milliseconds instead: their answers come together, too, and one
 * awakening serves them all.
 */
const LONG_STEP_MS = 200;
const FEW = 20;

interface Step {
  readonly over: Promise<void>;
  waiting: number;
}

/** Holds what came early until it is due. */
export class Punctuality {
  /** By when they end. */
  private readonly steps = new Map<number, Step>();

  /** @param nowMs milliseconds by a clock that does not jump */
  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Resolves when it is time, at most a long step later. @param leftMs milliseconds until then; none or less: at once */
  wait(leftMs: number): Promise<void> {
    if (leftMs <= 0) return Promise.resolve();
    const dueAtMs = this.nowMs() + Math.min(leftMs, MAX_WAIT_MS);
    const long = this.stepAt(Math.ceil(dueAtMs / LONG_STEP_MS) * LONG_STEP_MS);
    const step = long.waiting < FEW ? long : this.stepAt(Math.ceil(dueAtMs / STEP_MS) * STEP_MS);
    step.waiting += 1;
    return step.over;
  }

  private stepAt(endsAtMs: number): Step {
    let step = this.steps.get(endsAtMs);
    if (step === undefined) this.steps.set(endsAtMs, (step = { over: this.sleep(endsAtMs), waiting: 0 }));
    return step;
  }

  private async sleep(endsAtMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, endsAtMs - this.nowMs()));
    this.steps.delete(endsAtMs);
  }
}
