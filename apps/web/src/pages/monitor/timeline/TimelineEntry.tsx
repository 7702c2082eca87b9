import { Link } from '@tanstack/react-router';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import type { MonitorEvent } from '@twotwenty/contracts/history';
import { channelWord } from '../../../status/channel-words.js';
import { eventShape, eventTitle } from '../../../status/event-words.js';
import { formatOccasion } from '../../../status/run-state.js';
import { RunStateMark } from '../../../status/RunStateMark.js';
import { StandingIcon } from '../../../status/StandingMark.js';
import { formatExact } from '../../../time/relative-time.js';
import type { TimelineItem } from './timeline-days.js';
import classes from './Timeline.module.css';

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** One place of the timeline. */
export function TimelineEntryView({ item }: { readonly item: TimelineItem }) {
  const at = item.type === 'entry' ? item.entry.at : (item.entries[0]?.at ?? '');
  return (
    <li className={classes.entry}>
      <time dateTime={at} title={formatExact(at)} className={classes.time}>
        {clockFormat.format(new Date(at))}
      </time>
      {item.type === 'skipped' ? (
        <Skipped item={item} />
      ) : item.entry.type === 'event' ? (
        <Event event={item.entry.event} />
      ) : (
        <Run run={item.entry.run} />
      )}
    </li>
  );
}

function Event({ event }: { readonly event: MonitorEvent }) {
  const shape = eventShape(event);
  return (
    <div className={classes.what}>
      <span className={classes.event} data-shape={shape}>
        <StandingIcon of={shape} />
        <span>{eventTitle(event)}</span>
        {'incidentId' in event && (
          <Link to="/incidents/$incidentId" params={{ incidentId: event.incidentId }}>
            Incident
          </Link>
        )}
      </span>
      {event.reason !== null && <bdi className={classes.reason}>{event.reason}</bdi>}
    </div>
  );
}

function Run({ run }: { readonly run: ActionRun }) {
  const said = run.skip?.message ?? run.error ?? null;
  return (
    <div className={classes.what}>
      <span className={classes.run}>
        <Link to="/action-runs/$runId" params={{ runId: run.id }} title="All about this run">
          {channelWord(run.actionType)}
        </Link>
        <RunStateMark state={run.state} />
        <span className={classes.occasion}>
          {formatOccasion(run)}, <bdi>{run.alertName}</bdi>
        </span>
      </span>
      {said !== null && <bdi className={classes.reason}>{said}</bdi>}
    </div>
  );
}

function Skipped({ item: { entries } }: { readonly item: Extract<TimelineItem, { type: 'skipped' }> }) {
  return (
    <details className={classes.fold}>
      <summary>{entries.length === 1 ? '1 action was skipped' : `${entries.length} actions were skipped`}</summary>
      {entries.map(({ run }) => (
        <Run key={run.id} run={run} />
      ))}
    </details>
  );
}
