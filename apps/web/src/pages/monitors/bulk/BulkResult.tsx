import { Anchor } from '@mantine/core';
import type { useBulk } from '../../../api/monitor-bulk.js';
import classes from './BulkBar.module.css';
import { formatOutcome } from './bulk-words.js';

/** What came of the last action: how many were changed, which were not, and why; or why nothing was done. */
export function BulkResult({ bulk }: { readonly bulk: ReturnType<typeof useBulk> }) {
  const { data, error, variables, reset } = bulk;
  return (
    <div role="status" className={classes.outcome}>
      {error !== null && <p className={classes.error}>{error.message}</p>}
      {data !== undefined && variables !== undefined && (
        <p className={classes.count}>
          {formatOutcome(variables.change.action, data)} <TextButton onClick={reset}>Close</TextButton>
        </p>
      )}
      {data !== undefined && data.reasons.length > 0 && (
        <details>
          <summary>Why</summary>
          <ul className={classes.reasons}>
            {data.reasons.map(({ id, name, reason }) => (
              <li key={id}>
                <bdi>{name ?? id}</bdi> {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** A button that looks like a link, for within a sentence. */
export function TextButton({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <Anchor component="button" type="button" size="sm" onClick={onClick}>
      {children}
    </Anchor>
  );
}
