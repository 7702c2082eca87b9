import { UnstyledButton } from '@mantine/core';
import type { MonitorSummary, StatusFilter } from '@twotwenty/contracts/monitor-list';
import { countOf, FILTER_WORDS } from '../../status/standing.js';
import { StandingIcon } from '../../status/StandingMark.js';
import classes from './StandingFilter.module.css';
import { formatNumber } from '../../numbers/format-number.js';

/** What is counted, what needs a person first. */
const FILTERS = [
  'down',
  'lost',
  'warn',
  'noData',
  'uninitialized',
  'up',
  'maintenance',
  'suspended',
  'disabled',
] as const satisfies readonly StatusFilter[];

interface StandingFilterProps {
  /** Undefined while it is not known. */
  readonly summary: MonitorSummary | undefined;
  readonly selected: readonly StatusFilter[];
  readonly onToggle: (filter: StatusFilter) => void;
}

/** The counts. A click shows these monitors, one on another count those too, another on the same one not any more. */
export function StandingFilter({ summary, selected, onToggle }: StandingFilterProps) {
  const isPressed = (filter: StatusFilter): boolean =>
    selected.includes(filter) || selected.some((other) => (SETS[other] ?? []).includes(filter));
  return (
    <div role="group" aria-label="Show only monitors that are" className={classes.groups}>
      {FILTERS.map((filter) => {
        const count = summary === undefined ? null : countOf(filter, summary);
        return (
          <UnstyledButton
            key={filter}
            className={classes.group}
            data-group={filter}
            data-none={count === 0 || undefined}
            aria-pressed={isPressed(filter)}
            title={FILTER_WORDS[filter].meaning}
            onClick={() => {
              onToggle(filter);
            }}
          >
            <span className={classes.count}>{count === null ? '–' : formatNumber(count)}</span>
            <span className={classes.word}>
              <StandingIcon of={filter === 'noData' ? 'warn' : filter} size={14} />
              <span>{FILTER_WORDS[filter].word}</span>
            </span>
          </UnstyledButton>
        );
      })}
    </div>
  );
}

/** Filters that stand for several. */
const SETS: Readonly<Partial<Record<StatusFilter, readonly StatusFilter[]>>> = {
  trouble: ['down', 'lost', 'warn'],
  held: ['maintenance', 'suspended', 'disabled'],
};
