import type { SearchKind } from '../api/search.js';

interface PickerWords {
  readonly placeholder: string;
  /** Stands where nothing was found. */
  readonly none: string;
}

export const PICKER_WORDS: Readonly<Record<SearchKind, PickerWords>> = {
  monitors: { placeholder: 'Search by name or host', none: 'No monitor has this in its name or host.' },
  devices: { placeholder: 'Search by name or address', none: 'No device has this in its name or address.' },
  tags: { placeholder: 'Search for a tag', none: 'No monitor and no device bears such a tag.' },
};
