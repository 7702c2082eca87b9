import { Link } from '@tanstack/react-router';
import type { Result } from '@twotwenty/contracts/history';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useDevice } from '../../api/devices.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import type { Outage } from '../../app/use-outage.js';
import type { Mood } from '../../status/headline.js';
import { groupOf, STANDING_WORDS, standingOf, type Group } from '../../status/standing.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { formatExact } from '../../time/relative-time.js';
import { Ago, Due, Lasting } from '../../time/Times.js';
import { alertsWords, failuresWords, hostAndPort } from './head-words.js';
import { HeadActions } from './HeadActions.js';
import classes from './MonitorHead.module.css';

const MOODS: Readonly<Record<Group, Mood>> = {
  down: 'trouble',
  lost: 'trouble',
  warn: 'warn',
  up: 'up',
  uninitialized: 'idle',
  held: 'idle',
};

interface MonitorHeadProps {
  readonly monitor: Monitor;
  readonly results: readonly Result[];
  readonly outage: Outage | null;
}

/** How the monitor stands, since when, what comes next, and what can be done. */
export function MonitorHead({ monitor, results, outage }: MonitorHeadProps) {
  const { name, state, target } = monitor;
  const standing = standingOf(state);
  const { word, meaning } = STANDING_WORDS[standing];
  return (
    <>
      <SummaryBar
        title={`${word}: ${name} · TwoTwenty`}
        mood={state.noData ? 'warn' : MOODS[groupOf(state)]}
        icon={standing}
        headline={`${name}: ${word}`}
        detail={
          <>
            {meaning[0]?.toUpperCase()}
            {meaning.slice(1)}, for <Lasting at={state.since} /> · <Device monitor={monitor} /> ·{' '}
            <bdi className={classes.host}>{hostAndPort(target)}</bdi>
          </>
        }
        outage={outage}
      />
      {state.noData && (
        <p className={classes.warning} role="status">
          <StandingIcon of="warn" />
          <span>
            No data: all of its sites are lost, so that nobody tests it. What is shown is the last state that was known.{' '}
            <Link to="/sites">Sites</Link>
          </span>
        </p>
      )}
      <Counters monitor={monitor} />
      <HeadActions monitor={monitor} results={results} />
    </>
  );
}

function Device({ monitor: { deviceId } }: { readonly monitor: Monitor }) {
  const name = useDevice(deviceId).data?.name;
  return (
    <Link to="/devices/$deviceId" params={{ deviceId }} className={classes.device}>
      <bdi>{name ?? 'Device'}</bdi>
    </Link>
  );
}

function Counters({ monitor }: { readonly monitor: Monitor }) {
  const { hold, holdUntil, lastTest, nextTestAt } = monitor.state;
  return (
    <dl className={classes.counters}>
      {hold !== null && (
        <div>
          <dt>Hold</dt>
          <dd>
            {STANDING_WORDS[hold].word}
            {holdUntil !== null && <time dateTime={holdUntil}> until {formatExact(holdUntil)}</time>}
          </dd>
        </div>
      )}
      <Counter name="Failures" value={failuresWords(monitor)} />
      <Counter name="Alerts" value={alertsWords(monitor)} />
      <div>
        <dt>Last test</dt>
        <dd>{lastTest === null ? 'None yet' : <Ago at={lastTest.at} />}</dd>
      </div>
      <div>
        <dt>Next test</dt>
        <dd>{nextTestAt === null ? noNextTest(hold) : <Due at={nextTestAt} />}</dd>
      </div>
    </dl>
  );
}

/** A monitor in maintenance may be tested all the same: it is muted then. */
function noNextTest(hold: Monitor['state']['hold']): string {
  if (hold === null) return 'Under way';
  return hold === 'maintenance' ? 'None planned' : 'None while held';
}

function Counter({ name, value }: { readonly name: string; readonly value: string | null }) {
  if (value === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
