import { StandingIcon } from '../../../status/StandingMark.js';
import type { Standing } from '../../../status/standing.js';
import { formatExact } from '../../../time/relative-time.js';
import { beatTitle, gapTitle, sessionWords } from './beat-words.js';
import type { Beat, BeatItem } from './beats.js';
import classes from './Heartbeat.module.css';

const SHAPES: Readonly<Record<Beat['verdict'], Standing>> = { pass: 'up', fail: 'down', unknown: 'uninitialized' };

interface BeatDetailProps {
  /** Undefined when there is no test. */
  readonly item: BeatItem | undefined;
  readonly storesResults: boolean;
}

/** What there is to say of one test: when, what it came to, and what each site saw. */
export function BeatDetail({ item, storesResults }: BeatDetailProps) {
  if (item === undefined) {
    return (
      <p className={classes.nothing}>
        {storesResults
          ? 'No results yet. The first one shows here as soon as it is in.'
          : 'This monitor keeps no statistics, so that its tests are not shown. Edit the monitor to keep them.'}
      </p>
    );
  }
  if (item.type === 'gap') {
    return (
      <p className={classes.title}>
        {gapTitle(item)} <time dateTime={item.to}>until {formatExact(item.to)}</time>
      </p>
    );
  }
  const look = item.isSplit ? 'warn' : SHAPES[item.verdict];
  return (
    <>
      <p className={classes.title} data-shape={look}>
        <StandingIcon of={look} />
        <strong>{beatTitle(item)}</strong>
        <span>
          Test {item.testNumber} · <time dateTime={item.at}>{formatExact(item.at)}</time>
        </span>
      </p>
      <ul className={classes.sessions}>
        {item.sessions.map((session) => (
          <li key={`${session.site} ${session.at}`}>
            {item.sessions.length > 1 && <span className={classes.site}>{session.site} </span>}
            <bdi>{sessionWords(session)}</bdi>
          </li>
        ))}
      </ul>
    </>
  );
}
