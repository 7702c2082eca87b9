import { Button } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { outdated } from '../live/outdated.js';
import { useConnection } from '../live/use-live.js';
import { StandingIcon } from '../status/StandingMark.js';
import { formatClock } from '../time/relative-time.js';
import classes from './ConnectionBar.module.css';
import { reloadPage } from './Notice.js';

/** Says on every page when what it shows may be old. It lies over the page, so that nothing moves when it comes and goes. */
export function ConnectionBar() {
  const { outage } = useConnection();
  const staleness = useSyncExternalStore(outdated.subscribe, outdated.get, outdated.get);
  const [isLater, setLater] = useState(false);
  return (
    <div className={classes.place} role="status" aria-live="polite">
      {outage !== null ? (
        <div className={classes.bar} data-kind="outage">
          <StandingIcon of="warn" size={20} />
          <p className={classes.text}>
            <strong>
              {outage.reason === null ? 'No connection to the controller' : 'The controller can not answer'} since{' '}
              <time dateTime={new Date(outage.sinceMs).toISOString()}>{formatClock(outage.sinceMs)}</time>
            </strong>{' '}
            – what you see may be old.{outage.reason !== null && ` ${outage.reason}`} Trying again…
          </p>
        </div>
      ) : (
        staleness !== null &&
        !isLater && (
          <div className={classes.bar}>
            <p className={classes.text}>
              {staleness === 'updated' ? (
                <strong>TwoTwenty was updated.</strong>
              ) : (
                <strong>This page and the controller do not understand each other.</strong>
              )}{' '}
              Reloading brings the page that belongs to the controller.
            </p>
            <Button size="xs" onClick={reloadPage}>
              Reload
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setLater(true);
              }}
            >
              Later
            </Button>
          </div>
        )
      )}
    </div>
  );
}
