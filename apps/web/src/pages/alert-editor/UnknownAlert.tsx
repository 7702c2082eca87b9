import { Notice } from '../../app/Notice.js';

/** Instead of an alert that is not there. */
export function UnknownAlert() {
  return <Notice title="There is no such alert">It may have been removed since the link was made.</Notice>;
}
