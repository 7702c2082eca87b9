import type { InputHTMLAttributes } from 'react';
import classes from './RowCheckbox.module.css';

interface RowCheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'onChange' | 'className'> {
  readonly 'aria-label': string;
  /** Some of what it stands for are checked. */
  readonly isPartly?: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

/** Selects a row, or all: the box of the browser in our colours. A list has a hundred, and the parts of a `Checkbox` made it slow. */
export function RowCheckbox({ isPartly = false, onChange, ...rest }: RowCheckboxProps) {
  return (
    <input
      {...rest}
      type="checkbox"
      className={classes.box}
      // There is no attribute for it.
      ref={(box) => {
        if (box !== null) box.indeterminate = isPartly;
      }}
      onChange={({ currentTarget: { checked } }) => {
        onChange(checked);
      }}
    />
  );
}
