import type { HTMLAttributes, ReactNode, TdHTMLAttributes } from 'react';
import classes from './Table.module.css';

interface RowProps extends HTMLAttributes<HTMLTableRowElement> {
  /** Marks the row at its left edge. The state has to be said in words as well. */
  readonly tone?: 'down' | 'lost' | 'warn' | undefined;
  readonly children: ReactNode;
}

/** A row of a `Table`. */
export function Row({ tone, className, ...rest }: RowProps) {
  return <tr role="row" {...rest} className={`${classes.row} ${className ?? ''}`} data-tone={tone} />;
}

interface CellProps extends TdHTMLAttributes<HTMLTableCellElement> {
  /** Said before the content where rows are cards and nobody sees the headings. */
  readonly label?: string | undefined;
  /** Said after it there. */
  readonly unit?: string | undefined;
  /** Takes a whole line of a card. */
  readonly line?: boolean;
}

/** A cell of a `Row`. */
export function Cell({ label, unit, line, className, children, ...rest }: CellProps) {
  return (
    <td role="cell" {...rest} className={className} data-line={line || undefined}>
      {label !== undefined && <CardLabel>{label} </CardLabel>}
      {children}
      {unit !== undefined && <CardLabel> {unit}</CardLabel>}
    </td>
  );
}

/** The cell that names its row: the first line of a card. */
export function RowHead({ className, ...rest }: TdHTMLAttributes<HTMLTableCellElement>) {
  return <th role="rowheader" scope="row" {...rest} className={`${classes.name} ${className ?? ''}`} data-line />;
}

/** A word that only those need who see the row as a card. */
export function CardLabel({ children }: { readonly children: ReactNode }) {
  return <span className={classes.label}>{children}</span>;
}
