import type { Series, SeriesPhase } from '@twotwenty/contracts/series';
import { useState } from 'react';
import { Cell, Row, RowHead } from '../../../table/Row.js';
import { Table } from '../../../table/Table.js';
import { formatMs } from '../format-ms.js';
import type { BucketFigures } from './chart-data.js';
import classes from './Chart.module.css';
import { bucketTime, PHASE_WORDS } from './chart-words.js';

interface FiguresProps {
  readonly series: Series;
  readonly figures: readonly BucketFigures[];
  readonly phases: readonly SeriesPhase[];
}

/** The same as a table, the latest first; made when it is opened. */
export function Figures({ series, figures, phases }: FiguresProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={classes.figures}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>Show figures</summary>
      {isOpen && (
        <div className={classes.scroll} role="region" aria-label="Figures of the chart" tabIndex={0}>
          <FiguresTable series={series} figures={figures} phases={phases} />
        </div>
      )}
    </details>
  );
}

function FiguresTable({ series, figures, phases }: FiguresProps) {
  const names = ['Sessions', 'Failed', 'Mean', 'Longest', ...phases.map((phase) => PHASE_WORDS[phase].word)];
  // Together wider than the window if need be: the box around the table scrolls.
  const columns = [{ name: 'From', width: '10rem' }, ...names.map((name) => ({ name, width: '6.5rem' }))];
  const time = (bucket: number) =>
    bucketTime(Date.parse(series.from) + bucket * series.bucketSeconds * 1000, series.bucketSeconds);
  return (
    <Table label="Response times" columns={columns} plain>
      {figures.toReversed().map(({ bucket, count, failures, mean, maxTotal }) => (
        <Row key={bucket}>
          <RowHead>{time(bucket)}</RowHead>
          <Cell label="Sessions">{count}</Cell>
          <Cell label="Failed">{failures}</Cell>
          <Cell label="Mean">{msOrDash(mean.total)}</Cell>
          <Cell label="Longest">{msOrDash(maxTotal)}</Cell>
          {phases.map((phase) => (
            <Cell key={phase} label={PHASE_WORDS[phase].word}>
              {msOrDash(mean[phase])}
            </Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}

function msOrDash(ms: number | null): string {
  return ms === null ? '–' : formatMs(ms);
}
