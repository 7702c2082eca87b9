import { UnstyledButton } from '@mantine/core';
import classes from './Chart.module.css';

/** Something that can be hidden. */
export interface LegendEntry {
  readonly key: string;
  readonly word: string;
  readonly meaning: string;
  /** Of the theme; null: it has no colour of its own. */
  readonly colourNumber: number | null;
  /** Under the pointer; null when nothing is pointed at. */
  readonly value: string | null;
}

interface LegendProps {
  readonly phases: readonly LegendEntry[];
  readonly sites: readonly LegendEntry[];
  readonly hidden: ReadonlySet<string>;
  readonly hasOutages: boolean;
  readonly hasHolds: boolean;
  readonly hasFailures: boolean;
  readonly onToggle: (key: string) => void;
}

/** What the colours and marks mean; phases and sites are switched on and off here. */
export function Legend({ phases, sites, hidden, hasOutages, hasHolds, hasFailures, onToggle }: LegendProps) {
  const button = (entry: LegendEntry) => (
    <UnstyledButton
      key={entry.key}
      className={classes.entry}
      aria-pressed={!hidden.has(entry.key)}
      title={`Show or hide ${entry.meaning}`}
      onClick={() => {
        onToggle(entry.key);
      }}
    >
      <span
        className={classes.swatch}
        aria-hidden="true"
        style={entry.colourNumber === null ? {} : { background: `var(--tt-chart-${entry.colourNumber + 1})` }}
      />
      <span>{entry.word}</span>
      {entry.value !== null && <span className={classes.value}>{entry.value}</span>}
    </UnstyledButton>
  );
  return (
    <div className={classes.legend}>
      {phases.length > 0 && (
        <div role="group" aria-label="Phases shown" className={classes.entries}>
          {phases.map(button)}
        </div>
      )}
      {sites.length > 0 && (
        <div role="group" aria-label="Sites shown" className={classes.entries}>
          {sites.map(button)}
        </div>
      )}
      <ul className={classes.entries} aria-label="Marks">
        {hasOutages && <Mark kind="outage">Down or Lost</Mark>}
        {hasHolds && <Mark kind="hold">Held</Mark>}
        {hasFailures && <Mark kind="failure">Failed sessions</Mark>}
      </ul>
    </div>
  );
}

function Mark({ kind, children }: { readonly kind: string; readonly children: string }) {
  return (
    <li className={classes.entry}>
      <span className={classes.swatch} data-kind={kind} aria-hidden="true" />
      {children}
    </li>
  );
}
