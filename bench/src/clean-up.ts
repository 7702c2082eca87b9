import { say } from './output.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes a Ctrl-C on although the terminal has sent it to us already. */
const SAME_SIGNAL_MS = 1000;

/** A run that was asked to stop; not a failure of the run. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Everything a run has started, to be stopped in the reverse order. */
export class CleanUp {
  private readonly steps: { readonly what: string; readonly undo: () => Promise<void> | void }[] = [];

  /** Notes how to undo what was just done. */
  add(what: string, undo: () => Promise<void> | void): void {
    this.steps.push({ what, undo });
  }

  /** Undoes all of it. A step that fails is told of and stops no other. */
  async run(): Promise<void> {
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        say(`stopping ${step.what} failed: ${String(error)}`);
      }
    }
  }
}

/**
 * Runs something that starts processes, and stops them whatever happens. A signal aborts the run, which must look at
 * `signal` after each thing it starts; a second one, a second later, ends everything at once.
 */
export async function withCleanUp<T>(work: (cleanUp: CleanUp, signal: AbortSignal) => Promise<T>): Promise<T> {
  const cleanUp = new CleanUp();
  const aborter = new AbortController();
  let firstAt = 0;
  const onSignal = (): void => {
    if (!aborter.signal.aborted) {
      firstAt = performance.now();
      say('stopping (again to stop at once)');
      aborter.abort(new InterruptedError('interrupted'));
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      // The processes are killed and the folders removed by the `exit` handlers of those who made them.
      process.exit(130);
    }
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await work(cleanUp, aborter.signal);
  } catch (error) {
    // Whatever was under way fails in its own way when it is cut short.
    throw aborter.signal.aborted ? aborter.signal.reason : error;
  } finally {
    await cleanUp.run();
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
