import { NativeSelect } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { TIMELINE_KINDS, type TimelineKind } from '@twotwenty/contracts/monitor-timeline';
import { useMemo } from 'react';
import { useMonitorTimeline } from '../../../api/monitor-history.js';
import { Section } from '../../../app/Section.js';
import { itemsOf } from '../../../table/pages-of.js';
import { ShowMore } from '../../../table/ShowMore.js';
import { Unreadable } from '../../../table/Unreadable.js';
import { useClock } from '../../../time/use-now.js';
import { groupByDay, dayTitle, type TimelineDay } from './timeline-days.js';
import { TimelineEntryView } from './TimelineEntry.js';
import classes from './Timeline.module.css';

const route = getRouteApi('/monitors/$monitorId');
const KIND_WORDS: Readonly<Record<TimelineKind, string>> = {
  state: 'Changes of state',
  alert: 'Alerts and recoveries',
  hold: 'Holds',
  'no-verdict': 'Tests without a verdict',
  notice: 'Notices',
  repair: 'Repairs',
};

/** What happened to the monitor, who was told, and what was repaired, newest first. What is shown of it stands in the address. */
export function MonitorTimeline({ monitorId }: { readonly monitorId: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useMonitorTimeline(monitorId, search.kind);
  const { items, unreadable } = itemsOf(query.data);
  const days = useMemo(() => groupByDay(items), [items]);
  return (
    <Section title="Timeline">
      <NativeSelect
        size="xs"
        className={classes.filter}
        aria-label="Show in the timeline"
        value={search.kind ?? ''}
        data={[
          { value: '', label: 'Everything' },
          ...TIMELINE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] })),
        ]}
        onChange={({ currentTarget: { value } }) => {
          void navigate({
            search: { ...search, kind: TIMELINE_KINDS.find((kind) => kind === value) },
            resetScroll: false,
          });
        }}
      />
      <Unreadable count={unreadable} what="entries" />
      {query.data === undefined && (
        <p className={classes.nothing}>{query.error?.message ?? 'Loading the timeline …'}</p>
      )}
      {query.data !== undefined && items.length === 0 && (
        <p className={classes.nothing}>
          {search.kind === undefined
            ? 'Nothing has happened yet. The first verdict will stand here.'
            : `${KIND_WORDS[search.kind]}: none so far.`}
        </p>
      )}
      {days.map((day) => (
        <Day key={day.at} day={day} />
      ))}
      <ShowMore query={query}>Show older ones</ShowMore>
    </Section>
  );
}

function Day({ day: { at, items } }: { readonly day: TimelineDay }) {
  const title = useClock((now) => dayTitle(at, now));
  return (
    <div>
      <h3 className={classes.day}>{title}</h3>
      <ol className={classes.entries} aria-label={title}>
        {items.map((item) => (
          <TimelineEntryView key={keyOf(item)} item={item} />
        ))}
      </ol>
    </div>
  );
}

function keyOf(item: TimelineDay['items'][number]): string {
  if (item.type === 'skipped') return `skipped ${item.entries[0]?.run.id}`;
  return item.entry.type === 'event' ? `event ${item.entry.event.id}` : `run ${item.entry.run.id}`;
}
