import type { ReactNode } from 'react';
import type { Mood } from '../status/headline.js';
import type { Group, Standing } from '../status/standing.js';
import { StandingIcon } from '../status/StandingMark.js';
import { useTab } from '../status/use-tab.js';
import classes from './SummaryBar.module.css';

interface SummaryBarProps {
  /** Of the browser's tab. */
  readonly title: string;
  readonly mood: Mood;
  readonly icon: Standing | Group;
  readonly headline: string;
  readonly detail: ReactNode;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** How things stand in one sentence. */
export function SummaryBar({ title, mood, icon, headline, detail, children }: SummaryBarProps) {
  useTab(title, mood);
  return (
    <section className={classes.summary} data-mood={mood}>
      <StandingIcon of={icon} size={36} />
      <div className={classes.text}>
        <div role="status">
          <h1 className={classes.headline}>{headline}</h1>
        </div>
        <p className={classes.detail}>{detail}</p>
      </div>
      {children}
    </section>
  );
}
