/** What a key asks for. */
export type KeyCommand =
  | { readonly type: 'search' }
  | { readonly type: 'move'; readonly by: 1 | -1 }
  | { readonly type: 'select' }
  | { readonly type: 'help' }
  | { readonly type: 'prefix' }
  | { readonly type: 'go'; readonly to: Place };

/** Pages that `g` and a letter go to. */
export const PLACES = [
  { key: 'o', to: '/', name: 'Overview' },
  { key: 'w', to: '/wall', name: 'Wall' },
  { key: 'd', to: '/devices', name: 'Devices' },
  { key: 'i', to: '/incidents', name: 'Incidents' },
  { key: 'a', to: '/alerts', name: 'Alerts' },
  { key: 'r', to: '/action-runs', name: 'Action runs' },
  { key: 's', to: '/sites', name: 'Sites' },
  { key: 'm', to: '/maintenance', name: 'Maintenance' },
] as const;
export type Place = (typeof PLACES)[number]['to'];

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
}

/**
 * What a key that was pressed outside of a field asks for; null for nothing. A key with Ctrl, Meta or Alt is the browser's.
 * @param afterPrefix `g` was pressed just before
 */
export function readKey(
  { key, ctrlKey, metaKey, altKey, isComposing }: PressedKey,
  afterPrefix: boolean,
): KeyCommand | null {
  if (ctrlKey || metaKey || altKey || isComposing) return null;
  if (afterPrefix) {
    const place = PLACES.find((known) => known.key === key);
    return place === undefined ? null : { type: 'go', to: place.to };
  }
  return COMMANDS[key] ?? null;
}

const COMMANDS: Readonly<Record<string, KeyCommand>> = {
  '/': { type: 'search' },
  j: { type: 'move', by: 1 },
  k: { type: 'move', by: -1 },
  x: { type: 'select' },
  '?': { type: 'help' },
  g: { type: 'prefix' },
};

/**
 * The row to go to. Before the first move it is the first row, also backwards.
 * @param current the place of the row with the focus, -1 when none has it
 * @returns -1 when there are no rows
 */
export function nextRow(current: number, by: 1 | -1, count: number): number {
  if (current < 0) return count === 0 ? -1 : 0;
  return Math.min(Math.max(current + by, 0), count - 1);
}
