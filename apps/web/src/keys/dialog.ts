import { useSyncExternalStore } from 'react';

let isOpen = false;
const listeners = new Set<() => void>();

/** Opens or closes the list of the keys. */
export function showDialog(open: boolean): void {
  isOpen = open;
  for (const listener of listeners) listener();
}

/** Whether the list of the keys is open. */
export function useDialogOpen(): boolean {
  return useSyncExternalStore(subscribe, () => isOpen);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
