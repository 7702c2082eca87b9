const callbacksBySignal = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `callback` once when the signal aborts. One listener per signal, however many probes share it: with thousands
 * of its own, a signal warns of a leak and walks through all of them at each removal.
 */
export function onAbort(signal: AbortSignal, callback: () => void): void {
  let callbacks = callbacksBySignal.get(signal);
  if (callbacks === undefined) {
    const created = new Set<() => void>();
    callbacks = created;
    callbacksBySignal.set(signal, created);
    signal.addEventListener('abort', () => created.forEach((each) => each()), { once: true });
  }
  callbacks.add(callback);
}

/** Takes a callback back. */
export function offAbort(signal: AbortSignal, callback: () => void): void {
  callbacksBySignal.get(signal)?.delete(callback);
}
