import { Anchor, Button } from '@mantine/core';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { BulkAction, BulkOutcome } from '@twotwenty/contracts/monitor-bulk';
import { useState } from 'react';
import { useBulk, type BulkChange, type BulkSelection } from '../../../api/monitor-bulk.js';
import { listFilter, type MonitorsSearch } from '../list-search.js';
import classes from './BulkBar.module.css';
import { BulkDialog } from './BulkDialog.js';
import { ACTION_WORDS, countMonitors, formatOutcome, formatSelection } from './bulk-words.js';

/** What is done at once to monitors that were chosen one by one; the rest asks first. */
const AT_ONCE: readonly BulkChange[] = [{ action: 'enable' }, { action: 'resume' }, { action: 'test' }];
const ACTIONS: readonly BulkAction[] = [
  'test',
  'suspend',
  'resume',
  'enable',
  'disable',
  'add-tags',
  'remove-tags',
  'add-to-alert',
];

interface BulkBarProps {
  readonly selected: readonly Monitor[];
  readonly search: MonitorsSearch;
  readonly matching: number | null;
  readonly onClear: () => void;
}

/** What can be done to the monitors that are selected, and what came of it. */
export function BulkBar({ selected, search, matching, onClear }: BulkBarProps) {
  const [takesAll, setTakesAll] = useState(false);
  const [asked, setAsked] = useState<BulkAction | null>(null);
  const bulk = useBulk();
  if (selected.length === 0 && bulk.data === undefined) return null;
  const isAll = takesAll && selected.length > 0;
  const selection: BulkSelection = isAll ? { filter: listFilter(search) } : { ids: selected.map(({ id }) => id) };
  const names = selected.map(({ name }) => name);
  const carryOut = (change: BulkChange): void => {
    bulk.mutate(
      { change, selection },
      {
        onSuccess: () => {
          setAsked(null);
          setTakesAll(false);
          onClear();
        },
      },
    );
  };
  const choose = (action: BulkAction): void => {
    bulk.reset();
    const change = isAll ? undefined : AT_ONCE.find((known) => known.action === action);
    if (change === undefined) setAsked(action);
    else carryOut(change);
  };
  return (
    <section className={classes.bar} aria-label="Actions on selected monitors">
      {selected.length > 0 && (
        <>
          <p className={classes.count}>
            {isAll && matching !== null ? countMonitors(matching) : countMonitors(selected.length)} selected ·{' '}
            {matching !== null && matching > selected.length && (
              <>
                <TextButton
                  onClick={() => {
                    setTakesAll(!takesAll);
                  }}
                >
                  {isAll ? 'Only those that are ticked' : `Take all ${matching.toLocaleString()} that match`}
                </TextButton>{' '}
                ·{' '}
              </>
            )}
            <TextButton onClick={onClear}>Clear</TextButton>
          </p>
          <div className={classes.actions}>
            {ACTIONS.map((action) => (
              <Button
                key={action}
                variant="default"
                size="xs"
                loading={bulk.isPending && bulk.variables.change.action === action}
                disabled={bulk.isPending}
                onClick={() => {
                  choose(action);
                }}
              >
                {ACTION_WORDS[action]}
                {action === 'enable' || action === 'resume' || action === 'test' ? '' : '…'}
              </Button>
            ))}
          </div>
        </>
      )}
      <div role="status">
        {asked === null && bulk.error !== null && <p className={classes.error}>{bulk.error.message}</p>}
        {bulk.data !== undefined && (
          <Outcome action={bulk.variables.change.action} outcome={bulk.data} onClose={bulk.reset} />
        )}
      </div>
      {asked !== null && (
        <BulkDialog
          action={asked}
          subject={formatSelection(selection, names, matching)}
          bulk={bulk}
          onClose={() => {
            bulk.reset();
            setAsked(null);
          }}
          onConfirm={carryOut}
        />
      )}
    </section>
  );
}

interface OutcomeProps {
  readonly action: BulkAction;
  readonly outcome: BulkOutcome;
  readonly onClose: () => void;
}

function Outcome({ action, outcome, onClose }: OutcomeProps) {
  const { reasons } = outcome;
  return (
    <div className={classes.outcome}>
      <p className={classes.count}>
        {formatOutcome(action, outcome)} <TextButton onClick={onClose}>Close</TextButton>
      </p>
      {reasons.length > 0 && (
        <details>
          <summary>Why</summary>
          <ul className={classes.reasons}>
            {reasons.map(({ id, name, reason }) => (
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

function TextButton({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <Anchor component="button" type="button" size="sm" onClick={onClick}>
      {children}
    </Anchor>
  );
}
