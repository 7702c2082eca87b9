import type { MonitorEvent } from '@twotwenty/contracts/history';
import { eventShape, eventTitle } from '../../status/event-words.js';
import { StandingIcon } from '../../status/StandingMark.js';
import classes from './IncidentPage.module.css';

/** Something that happened to the monitor. */
export function EventEntry({ event }: { readonly event: MonitorEvent }) {
  return (
    <div className={classes.what}>
      <span className={classes.event} data-shape={eventShape(event)}>
        <StandingIcon of={eventShape(event)} />
        {eventTitle(event)}
      </span>
      {event.reason !== null && <bdi className={classes.reason}>{event.reason}</bdi>}
    </div>
  );
}
