import { Link } from '@tanstack/react-router';
import type { SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { SummaryBar } from '../../app/SummaryBar.js';
import formClasses from '../../form/Form.module.css';
import classes from './MonitorEditor.module.css';
import { Warnings } from './Warnings.js';

/** A new monitor was added: what its maker should know, and what may come next. */
export function SavedPage({ saved }: { readonly saved: SavedMonitor }) {
  const { id, name, deviceId, warnings } = saved;
  return (
    <>
      <SummaryBar
        title={`${name} was added · TwoTwenty`}
        mood="idle"
        icon="up"
        headline={`${name} was added`}
        detail={saved.enabled ? 'Its first test is due at once.' : 'It is disabled: it is tested once it is enabled.'}
      />
      <ul className={classes.links}>
        <li>
          <Link to="/monitors/$monitorId" params={{ monitorId: id }} className={formClasses.link}>
            See the monitor
          </Link>
        </li>
        <li>
          <Link to="/monitors/$monitorId/edit" params={{ monitorId: id }} className={formClasses.link}>
            Edit it again
          </Link>
        </li>
        <li>
          <Link to="/devices/$deviceId" params={{ deviceId }} className={formClasses.link}>
            See its device
          </Link>
        </li>
        <li>
          <Link to="/alerts/new" className={formClasses.link}>
            Add an alert
          </Link>
        </li>
      </ul>
      <Warnings warnings={warnings} />
    </>
  );
}
