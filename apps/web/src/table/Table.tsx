import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode, TableHTMLAttributes } from 'react';
import classes from './Table.module.css';
import { useGlide } from './use-glide.js';
import { useInTurn } from './use-in-turn.js';

/** A column's heading. */
export interface Column {
  readonly name: string;
  /** What stands in its place where the heading is more than a word: a button that sorts, a box that selects all. */
  readonly heading?: ReactNode;
  /** A length of CSS. Columns without one share what is left: none becomes wider for what comes to stand in it. */
  readonly width?: string | undefined;
  readonly sorted?: 'ascending' | 'descending' | undefined;
}

interface TableProps extends Omit<TableHTMLAttributes<HTMLTableElement>, 'children'> {
  /** What the table lists, for those who hear it. */
  readonly label: string;
  readonly columns: readonly Column[];
  /** Rows, each with a key. */
  readonly children: ReactNode;
  /** On windows narrower than this, a length of CSS, rows are laid out as cards: `data-cards` is set. */
  readonly cardsBelow?: '48em' | '60em' | '75em' | '85em';
  /** Shows what was asked for before, until the answer is there. */
  readonly isBusy?: boolean;
  /** Part of a card: no ground and frame of its own. */
  readonly plain?: boolean;
}

/**
 * The look of every list, whose rows move visibly to their places when their order changes. The roles are spelled out because browsers forget the table
 * when rows are laid out as cards.
 */
export function Table({
  label,
  columns,
  children,
  cardsBelow = '60em',
  isBusy,
  plain,
  className,
  ...rest
}: TableProps) {
  const cards = useMediaQuery(`(max-width: ${cardsBelow})`, false, { getInitialValueInEffect: false });
  const rows = useInTurn(children);
  const body = useGlide<HTMLTableSectionElement>();
  return (
    <table
      role="table"
      aria-label={label}
      {...rest}
      className={`${classes.table} ${className ?? ''}`}
      aria-busy={isBusy || undefined}
      data-cards={cards || undefined}
      data-plain={plain || undefined}
    >
      <thead role="rowgroup" className={classes.head}>
        <tr role="row">
          {columns.map(({ name, heading, width, sorted }) => (
            <th key={name} role="columnheader" scope="col" style={{ width }} aria-sort={sorted}>
              {heading ?? name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} role="rowgroup" className={classes.body}>
        {rows}
      </tbody>
    </table>
  );
}
