import { Link } from '@tanstack/react-router';
import { StandingIcon } from '../../status/StandingMark.js';
import classes from './NoData.module.css';

/** Says beside a state that it is the last one that was known. */
export function NoData() {
  return (
    <Link
      to="/sites"
      className={classes.noData}
      title="All of its sites are lost: this is the last state that was known"
    >
      <StandingIcon of="warn" size={13} />
      No data
    </Link>
  );
}
