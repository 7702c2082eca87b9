import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { MonitorSummary } from '@twotwenty/contracts/monitor-list';
import { SummaryBar } from '../../app/SummaryBar.js';
import { headline, moodOf, type Mood } from '../../status/headline.js';
import { groupCounts, type Group } from '../../status/standing.js';
import classes from './Summary.module.css';
import { formatNumber } from '../../numbers/format-number.js';

const ICONS: Readonly<Record<Mood, Group>> = { trouble: 'down', warn: 'warn', up: 'up', idle: 'uninitialized' };

interface SummaryProps {
  readonly summary: MonitorSummary;
}

/** How all monitors stand. */
export function Summary({ summary }: SummaryProps) {
  const { total, noData } = summary;
  const counts = groupCounts(summary);
  const mood = moodOf(counts);
  return (
    <SummaryBar
      title="TwoTwenty"
      mood={mood}
      icon={counts.down === 0 && counts.lost > 0 ? 'lost' : ICONS[mood]}
      headline={total === 0 ? 'No monitors yet' : headline(counts)}
      detail={
        <>
          {total === 1 ? '1 monitor' : `${formatNumber(total)} monitors`} · live
          {noData > 0 && (
            <>
              {' '}
              · {formatNumber(noData)} without data, as{' '}
              <Link to="/sites" className={classes.sites}>
                their sites
              </Link>{' '}
              are lost
            </>
          )}
        </>
      }
    >
      <div className={classes.actions}>
        <Button component={Link} to="/wall" variant="default">
          Wall
        </Button>
        <Button component={Link} to="/monitors/new">
          Add monitor
        </Button>
      </div>
    </SummaryBar>
  );
}
