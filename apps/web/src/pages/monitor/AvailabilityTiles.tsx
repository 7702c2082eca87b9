import type { Availability, AvailabilityWindow } from '@twotwenty/contracts/availability';
import { useAvailability } from '../../api/monitor-history.js';
import { Section } from '../../app/Section.js';
import classes from './AvailabilityTiles.module.css';
import { coverageWords, outageWords, percentage, windowTitle } from './availability-words.js';

const HOURS: readonly AvailabilityWindow['hours'][] = [24, 168, 720, 2160];

/** How available the server was, and how much of the time is known. */
export function AvailabilityTiles({ monitorId }: { readonly monitorId: string }) {
  const { data, error } = useAvailability(monitorId);
  return (
    <Section title="Availability">
      {error !== null && data === undefined && <p role="alert">{error.message}</p>}
      <dl className={classes.tiles}>
        {HOURS.map((hours) => (
          <Tile key={hours} hours={hours} data={data} />
        ))}
      </dl>
    </Section>
  );
}

interface TileProps {
  readonly hours: AvailabilityWindow['hours'];
  readonly data: Availability | undefined;
}

function Tile({ hours, data }: TileProps) {
  const window = data?.windows.find((each) => each.hours === hours);
  return (
    <div className={classes.tile}>
      <dt>{windowTitle(hours)}</dt>
      <dd className={classes.share} data-known={window !== undefined && window.availability !== null}>
        {window === undefined ? '…' : window.availability === null ? 'Not known' : percentage(window.availability)}
      </dd>
      <dd>{window === undefined ? '\u00a0' : outageWords(window)}</dd>
      <dd
        title="Share of the time that is covered by tests. Holds, silence, and the time before the first verdict are not."
        data-poor={window !== undefined && window.coverage < 0.9}
      >
        {window === undefined ? '\u00a0' : coverageWords(window)}
      </dd>
    </div>
  );
}
