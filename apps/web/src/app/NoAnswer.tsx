import { UnreachableError, UnreadableError } from '../api/client.js';
import { useTab } from '../status/use-tab.js';
import { Notice } from './Notice.js';

/** Instead of a page whose data never came. It is asked for again: by its query, or when the connection is back. */
export function NoAnswer({ error }: { readonly error: Error }) {
  useTab('(no connection) TwoTwenty', 'idle');
  if (error instanceof UnreadableError) {
    return (
      <Notice title="This page and the controller do not understand each other" reload>
        They may be of different versions. Reloading brings the page that belongs to the controller.
      </Notice>
    );
  }
  return (
    <Notice title="No connection to the controller">
      {error instanceof UnreachableError ? 'It does not answer.' : error.message} Trying again…
    </Notice>
  );
}
