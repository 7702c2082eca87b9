import { Link } from '@tanstack/react-router';
import { SummaryBar } from '../../app/SummaryBar.js';
import { documentTitle, headline, moodOf, type Mood } from '../../status/headline.js';
import type { Group, GroupCounts } from '../../status/standing.js';
import classes from './Summary.module.css';

const ICONS: Readonly<Record<Mood, Group>> = { trouble: 'down', warn: 'warn', up: 'up', idle: 'uninitialized' };

interface SummaryProps {
  readonly counts: GroupCounts;
  readonly total: number;
  /** How many have no site that is live. */
  readonly withoutData: number;
}

/** How the monitors stand. */
export function Summary({ counts, total, withoutData }: SummaryProps) {
  const mood = moodOf(counts);
  return (
    <SummaryBar
      title={documentTitle(counts)}
      mood={mood}
      icon={counts.down === 0 && counts.lost > 0 ? 'lost' : ICONS[mood]}
      headline={total === 0 ? 'No monitors yet' : headline(counts)}
      detail={
        <>
          {total === 1 ? '1 monitor' : `${total} monitors`} · live
          {withoutData > 0 && (
            <>
              {' '}
              · {withoutData} without data, as{' '}
              <Link to="/sites" className={classes.sites}>
                their sites
              </Link>{' '}
              are lost
            </>
          )}
        </>
      }
    />
  );
}
