/// <reference lib="dom" />

/** Runs in the page: the wall goes by a choice of its own, here as if it had been made in another tab. */
export function chooseWallColours(scheme: 'light' | 'dark'): void {
  const key = 'twotwenty-wall';
  localStorage.setItem(key, JSON.stringify(scheme));
  dispatchEvent(new StorageEvent('storage', { key, newValue: JSON.stringify(scheme), storageArea: localStorage }));
}
