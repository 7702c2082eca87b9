import type { TimelineEntry } from '@twotwenty/contracts/incident';
import { useMemo } from 'react';
import { Ago } from '../../time/Times.js';
import { EventEntry } from './EventEntry.js';
import classes from './IncidentPage.module.css';
import { RunEntry } from './RunEntry.js';
import { groupTimeline, type TimelineGroup } from './timeline-groups.js';

/** Events, notices and repairs, oldest first. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const groups = useMemo(() => groupTimeline(entries), [entries]);
  return (
    <ol aria-label="What happened" className={classes.timeline}>
      {groups.map((group) => (
        <li key={keyOf(group)} className={classes.entry}>
          <span className={classes.time}>
            <Ago at={group.type === 'entry' ? group.entry.at : group.at} />
          </span>
          {group.type === 'entry' ? <Entry entry={group.entry} /> : <Skipped group={group} />}
        </li>
      ))}
    </ol>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  return entry.type === 'event' ? <EventEntry event={entry.event} /> : <RunEntry run={entry.run} />;
}

function Skipped({ group: { entries } }: { readonly group: Extract<TimelineGroup, { type: 'skipped' }> }) {
  return (
    <details className={classes.fold}>
      <summary>{entries.length === 1 ? '1 action was skipped' : `${entries.length} actions were skipped`}</summary>
      <ul className={classes.skipped}>
        {entries.map(({ run }) => (
          <li key={run.id}>
            <RunEntry run={run} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function keyOf(group: TimelineGroup): string {
  if (group.type === 'skipped') return `skipped ${group.entries[0]?.run.id}`;
  return group.entry.type === 'event' ? `event ${group.entry.event.id}` : `run ${group.entry.run.id}`;
}
