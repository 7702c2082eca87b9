import type { ReactNode } from 'react';
import classes from './Facts.module.css';

/** Names and values. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  /** Null or undefined: it is left out. */
  readonly value: ReactNode;
}

export function Fact({ name, value }: FactProps) {
  if (value === null || value === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
