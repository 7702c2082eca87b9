import { Button, VisuallyHidden } from '@mantine/core';
import { useFullscreenDocument } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { MonitorSummary } from '@twotwenty/contracts/monitor-list';
import { useConnection } from '../../live/use-live.js';
import { FILTER_WORDS, countOf } from '../../status/standing.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Ago } from '../../time/Times.js';
import { useClock } from '../../time/use-now.js';
import type { WallScheme } from './use-wall-scheme.js';
import classes from './WallPage.module.css';
import { formatNumber } from '../../numbers/format-number.js';

const COUNTED = [
  'down',
  'lost',
  'warn',
  'noData',
  'uninitialized',
  'up',
  'maintenance',
  'suspended',
  'disabled',
] as const;
/** Said also when there is none: no news must not look like no trouble. */
const ALWAYS: ReadonlySet<string> = new Set(['down', 'lost', 'warn', 'up']);

interface WallHeadProps {
  readonly summary: MonitorSummary;
  readonly scheme: WallScheme;
}

/** The counts, the clock, and whether what is below is live. */
export function WallHead({ summary, scheme }: WallHeadProps) {
  const { outage } = useConnection();
  const { toggle, fullscreen } = useFullscreenDocument();
  const shown = COUNTED.filter((filter) => ALWAYS.has(filter) || countOf(filter, summary) > 0);
  return (
    <header className={classes.head}>
      <VisuallyHidden component="h1">All monitors</VisuallyHidden>
      <ul className={classes.counts} aria-label="Monitors by state">
        {shown.map((filter) => (
          <li key={filter} data-standing={filter} data-none={countOf(filter, summary) === 0 || undefined}>
            <StandingIcon of={filter === 'noData' ? 'warn' : filter} size={22} />
            <strong>{formatNumber(countOf(filter, summary))}</strong> {FILTER_WORDS[filter].word}
          </li>
        ))}
      </ul>
      <div className={classes.side}>
        <span role="status" className={classes.live} data-out={outage !== null || undefined}>
          {outage === null ? (
            'Live'
          ) : (
            <>
              No connection: as it stood <Ago at={new Date(outage.sinceMs).toISOString()} />
            </>
          )}
        </span>
        <Clock />
        <div className={classes.buttons}>
          <Button variant="default" size="xs" onClick={scheme.toggle}>
            {scheme.isDark ? 'Light' : 'Dark'}
          </Button>
          <Button
            variant="default"
            size="xs"
            aria-pressed={fullscreen}
            onClick={() => {
              void toggle();
            }}
          >
            {fullscreen ? 'Leave full screen' : 'Full screen'}
          </Button>
          <Button component={Link} to="/" variant="default" size="xs">
            Overview
          </Button>
        </div>
      </div>
    </header>
  );
}

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

function Clock() {
  const text = useClock((now) => clockFormat.format(now));
  return <time className={classes.clock}>{text}</time>;
}
