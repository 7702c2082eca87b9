import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFailedNotices, useWaitingRepairs } from '../api/action-runs.js';
import { formatCount } from '../api/failed-notices.js';
import classes from './Navigation.module.css';

/** The pages, how many notices reached nobody, and how many repairs wait for somebody: that is seen from everywhere. */
export function Navigation() {
  const { data: failed } = useFailedNotices();
  const { data: waiting } = useWaitingRepairs();
  return (
    <nav aria-label="Pages" className={classes.pages}>
      <Link to="/" className={classes.page}>
        Monitors
      </Link>
      <Link to="/alerts" className={classes.page}>
        Alerts
      </Link>
      <Link to="/incidents" className={classes.page}>
        Incidents
      </Link>
      <Link to="/action-runs" className={classes.page}>
        Action runs
        {failed !== undefined && failed.count > 0 && (
          <span className={classes.badge} title="Notices that failed and reached nobody">
            {formatCount(failed)}
            <VisuallyHidden> failed</VisuallyHidden>
          </span>
        )}
        {waiting !== undefined && waiting.count > 0 && (
          <span className={classes.waiting} title="Repairs that wait until somebody releases them">
            {formatCount(waiting)}
            <VisuallyHidden> awaiting approval</VisuallyHidden>
          </span>
        )}
      </Link>
      <Link to="/sites" className={classes.page}>
        Sites
      </Link>
      <Link to="/recovery" className={classes.page}>
        Recovery
      </Link>
    </nav>
  );
}
