import { Link } from '@tanstack/react-router';
import type { Warning } from '@twotwenty/contracts/alert';
import formClasses from '../../form/Form.module.css';
import classes from './MonitorEditor.module.css';

/** What whoever saved should know, and where to do something about it. */
export function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className={classes.warnings} aria-label="Warnings">
      {warnings.map(({ field, message }) => (
        <li key={`${field} ${message}`} className={classes.warning}>
          Saved, but {message}.{' '}
          {field === 'alerts' && (
            <Link to="/alerts" className={formClasses.link}>
              Go to the alerts
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
