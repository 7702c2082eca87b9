import type { TimelineEntry } from '@twotwenty/contracts/incident';
import { Ago } from '../../time/Times.js';
import { EventEntry } from './EventEntry.js';
import classes from './IncidentPage.module.css';
import { RunEntry } from './RunEntry.js';

/** Events, notices and repairs, oldest first. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol aria-label="What happened" className={classes.timeline}>
      {entries.map((entry) => (
        <li key={keyOf(entry)} className={classes.entry}>
          <span className={classes.time}>
            <Ago at={entry.at} />
          </span>
          {entry.type === 'event' ? <EventEntry event={entry.event} /> : <RunEntry run={entry.run} />}
        </li>
      ))}
    </ol>
  );
}

function keyOf(entry: TimelineEntry): string {
  return entry.type === 'event' ? `event ${entry.event.id}` : `run ${entry.run.id}`;
}
