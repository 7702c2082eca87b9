import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFailedNotices } from '../api/action-runs.js';
import { formatFailedCount } from '../api/failed-notices.js';
import classes from './Navigation.module.css';

/** The pages, and how many notices reached nobody: that is seen from everywhere. */
export function Navigation() {
  const { data: failed } = useFailedNotices();
  return (
    <nav aria-label="Pages" className={classes.pages}>
      <Link to="/" className={classes.page}>
        Monitors
      </Link>
      <Link to="/alerts" className={classes.page}>
        Alerts
      </Link>
      <Link to="/action-runs" className={classes.page}>
        Action runs
        {failed !== undefined && failed.count > 0 && (
          <span className={classes.badge} title="Notices that failed and reached nobody">
            {formatFailedCount(failed)}
            <VisuallyHidden> failed</VisuallyHidden>
          </span>
        )}
      </Link>
      <Link to="/recovery" className={classes.page}>
        Recovery
      </Link>
    </nav>
  );
}
