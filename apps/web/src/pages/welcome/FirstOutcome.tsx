import { Button, Loader, Paper, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { MadeAlert } from '../../api/first-monitor.js';
import { useFirstTest } from '../../api/monitors.js';
import { useTimeout } from '../../app/use-timeout.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { firstAnswer, type FirstAnswer } from './first-answer.js';
import { FIRST_ALERT_NAME } from './first-draft.js';
import type { FirstMade } from './use-first-monitor.js';
import classes from './Welcome.module.css';

const LONG_MS = 40_000;

interface FirstOutcomeProps {
  readonly made: FirstMade;
  /** To what was typed. */
  readonly onBack: () => void;
}

/** What the first test comes to, as soon as it does. */
export function FirstOutcome({ made: { monitor, alert }, onBack }: FirstOutcomeProps) {
  const { id: monitorId, testNumber } = monitor;
  const { data, error } = useFirstTest(monitorId, testNumber);
  const last = data?.state.lastTest ?? null;
  const test = last === null || last.number < testNumber ? null : last;
  const isLong = useTimeout(monitor, LONG_MS) && test === null;
  return (
    <Paper withBorder className={classes.outcome}>
      <div role="status">
        {test === null ? (
          <Waiting isLong={isLong} problem={error?.message ?? null} />
        ) : (
          <Answer {...firstAnswer(test)} />
        )}
      </div>
      <Text size="sm">
        From now on it is tested again and again.{' '}
        {alert === null ? (
          <>
            Nobody is told of failures until there is <Link to="/alerts">an alert</Link>.
          </>
        ) : (
          <Told alert={alert} />
        )}
      </Text>
      <div className={classes.buttons}>
        <Button renderRoot={(props) => <Link to="/monitors/$monitorId" params={{ monitorId }} {...props} />}>
          Open the monitor
        </Button>
        <Button component={Link} to="/" variant="default">
          Overview
        </Button>
        <Button variant="default" onClick={onBack}>
          Change what I typed
        </Button>
      </div>
    </Paper>
  );
}

/** Which alert tells of it: where another one had the name, or tells the same already, people should know. */
function Told({ alert: { id, name, isOurs } }: { readonly alert: MadeAlert }) {
  const link = (
    <Link to="/alerts/$alertId" params={{ alertId: id }}>
      <bdi>{name}</bdi>
    </Link>
  );
  return (
    <>
      After three failures in a row the first alert is sent, by {link}
      {isOurs ? '' : ', which is there already and tells the same'}.
      {isOurs && name !== FIRST_ALERT_NAME && ` There is another “${FIRST_ALERT_NAME}” already; it stays as it is.`}
    </>
  );
}

function Waiting({ isLong, problem }: { readonly isLong: boolean; readonly problem: string | null }) {
  return (
    <>
      <p className={classes.headline}>
        <Loader size="sm" /> Waiting for the first answer
      </p>
      {isLong && (
        <Text size="sm">
          Nobody has tested it yet. Is a worker live? <Link to="/sites">Sites</Link>
        </Text>
      )}
      {problem !== null && <Text size="sm">{problem}</Text>}
    </>
  );
}

function Answer({ passed, headline, reason, advice }: FirstAnswer) {
  return (
    <>
      <p className={classes.headline} data-passed={passed}>
        <StandingIcon of={passed ? 'up' : 'down'} size={24} />
        {headline}
      </p>
      {reason !== null && <p className={classes.reason}>{reason}</p>}
      {advice !== null && <Text size="sm">{advice}</Text>}
    </>
  );
}
