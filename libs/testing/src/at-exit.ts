const actions = new Set<() => void>();
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
let watching = false;

/** Runs `action` (synchronous; its errors are ignored) when this process exits or is ended by a signal. Gives a function that forgets it. */
export function atExit(action: () => void): () => void {
  actions.add(action);
  if (!watching) {
    watching = true;
    process.on('exit', runAll);
    for (const signal of signals) process.on(signal, endBySignal);
    // A Vitest worker whose Vitest was killed would else finish its test first.
    if (process.env['VITEST_WORKER_ID'] !== undefined) process.once('disconnect', () => endBySignal('SIGTERM'));
  }
  return () => actions.delete(action);
}

function runAll(): void {
  for (const action of actions) {
    try {
      action();
    } catch {
      // Nobody is left to tell, and the other actions matter as much.
    }
  }
}

/**
 * A process with no listener dies of a signal without an `exit` event, so this runs the actions first. With another listener,
 * the end of the process is that one's affair. Not `process.exit`, which Vitest replaces in its workers.
 */
function endBySignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  runAll();
  process.removeListener(signal, endBySignal);
  process.kill(process.pid, signal);
}
