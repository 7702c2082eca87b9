import { Combobox } from '@mantine/core';
import type { Choice, Found, SearchKind } from '../api/search.js';
import { PICKER_WORDS } from './picker-words.js';
import classes from './Pickers.module.css';

interface PickerOptionsProps {
  readonly kind: SearchKind;
  /** Of the field. */
  readonly label: string;
  /** Undefined while nothing is known. */
  readonly found: Found | undefined;
  readonly error: Error | null;
  /** Ids that are chosen already. */
  readonly chosen: readonly string[];
}

/** What was found, to choose from. */
export function PickerOptions({ kind, label, found, error, chosen }: PickerOptionsProps) {
  return (
    <Combobox.Dropdown>
      <Combobox.Options className={classes.options} aria-label={label}>
        {found === undefined && <Combobox.Empty>{error === null ? 'Searching …' : error.message}</Combobox.Empty>}
        {found?.choices.length === 0 && <Combobox.Empty>{PICKER_WORDS[kind].none}</Combobox.Empty>}
        {found?.choices.map((choice) => (
          <Option key={choice.id} choice={choice} isChosen={chosen.includes(choice.id)} />
        ))}
      </Combobox.Options>
      {found?.hasMore === true && (
        <Combobox.Footer className={classes.more}>There are more: type more of the name.</Combobox.Footer>
      )}
    </Combobox.Dropdown>
  );
}

function Option({ choice, isChosen }: { readonly choice: Choice; readonly isChosen: boolean }) {
  return (
    <Combobox.Option value={choice.id} active={isChosen} className={classes.option}>
      <span aria-hidden="true" className={classes.tick}>
        {isChosen && '✓'}
      </span>
      <span className={classes.choice}>
        <bdi>{choice.name}</bdi>
        {choice.detail !== '' && <bdi className={classes.detail}>{choice.detail}</bdi>}
      </span>
    </Combobox.Option>
  );
}
