import { useSyncExternalStore } from 'react';
import { serverNow } from './server-clock.js';

const TICK_MS = 1000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = serverNow();

function tick(): void {
  now = serverNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Reads a value off the clock every second; the component is drawn again only when the value changes. */
export function useClock<T extends string | number | boolean>(read: (nowMs: number) => T): T {
  const readNow = (): T => read(timer === undefined ? (now = serverNow()) : now);
  return useSyncExternalStore(subscribe, readNow, readNow);
}
