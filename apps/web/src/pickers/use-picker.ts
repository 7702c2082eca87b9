import { useCombobox, type ComboboxStore } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useSearch, type Found, type SearchKind } from '../api/search.js';

const PAUSE_MS = 200;

export interface PickerControl {
  readonly combobox: ComboboxStore;
  readonly text: string;
  readonly type: (text: string) => void;
  readonly found: Found | undefined;
  readonly error: Error | null;
}

/** What the pickers share: the text that is searched for, and what the server finds by it a moment later. */
export function usePicker(kind: SearchKind): PickerControl {
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
    },
  });
  const [text, setText] = useState('');
  const [searched] = useDebouncedValue(text, PAUSE_MS);
  const { data, error } = useSearch(kind, searched, combobox.dropdownOpened);
  return {
    combobox,
    text,
    type: (typed) => {
      setText(typed);
      combobox.openDropdown();
      combobox.resetSelectedOption();
    },
    found: data,
    error,
  };
}
