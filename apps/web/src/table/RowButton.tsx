import { Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './RowButton.module.css';

interface RowButtonProps {
  /** It is being done: it turns, and cannot be clicked. */
  readonly isBusy?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** Looks like the default `Button` of size `xs`. A list has a hundred, and that one's parts, one of them a hidden blur, made it slow. */
export function RowButton({ isBusy = false, onClick, children }: RowButtonProps) {
  return (
    <button
      type="button"
      className={classes.button}
      disabled={isBusy}
      data-busy={isBusy || undefined}
      onClick={onClick}
    >
      <span className={classes.label}>{children}</span>
      {isBusy && <Loader size="1rem" color="var(--mantine-color-default-color)" className={classes.loader ?? ''} />}
    </button>
  );
}
