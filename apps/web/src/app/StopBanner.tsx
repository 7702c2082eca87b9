import { Link } from '@tanstack/react-router';
import { useRecoverySettings } from '../api/recovery-settings.js';
import { StandingIcon } from '../status/StandingMark.js';
import classes from './StopBanner.module.css';

/** Says on every page that all repairs are stopped, and why: nobody is to wait for one in vain. */
export function StopBanner() {
  const { data } = useRecoverySettings();
  return (
    <div role="status">
      {data?.stopped === true && (
        <p className={classes.banner}>
          <StandingIcon of="held" />
          <span>
            <strong>All repairs are stopped.</strong> {data.stopReason !== '' && <bdi>{data.stopReason}</bdi>}{' '}
            <Link to="/recovery">Stop switch</Link>
          </span>
        </p>
      )}
    </div>
  );
}
