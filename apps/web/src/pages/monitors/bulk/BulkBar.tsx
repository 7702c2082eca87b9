import { Button } from '@mantine/core';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { BulkAction } from '@twotwenty/contracts/monitor-bulk';
import { useState } from 'react';
import { useBulk, type BulkChange, type BulkSelection } from '../../../api/monitor-bulk.js';
import { listFilter, type MonitorsSearch } from '../list-search.js';
import classes from './BulkBar.module.css';
import { BulkDialog } from './BulkDialog.js';
import { BulkResult, TextButton } from './BulkResult.js';
import { ACTION_WORDS, countMonitors, formatSelection } from './bulk-words.js';
import { formatNumber } from '../../../numbers/format-number.js';

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
  /** How many monitors the filters leave; null where that is not known. */
  readonly matching: number | null;
  readonly onClear: () => void;
}

/** What can be done to the monitors that are selected, and what came of it. */
export function BulkBar(props: BulkBarProps) {
  const { selected, search, matching, onClear } = props;
  const [takesAll, setTakesAll] = useState(false);
  const [asked, setAsked] = useState<BulkAction | null>(null);
  const bulk = useBulk();
  // Those that are selected next are meant themselves.
  if (takesAll && selected.length === 0) setTakesAll(false);
  const isAll = takesAll && selected.length > 0;
  const selection: BulkSelection = isAll ? { filter: listFilter(search) } : { ids: selected.map(({ id }) => id) };
  const carryOut = (change: BulkChange): void => {
    const onSuccess = (): void => {
      setAsked(null);
      setTakesAll(false);
      onClear();
    };
    bulk.mutate({ change, selection }, { onSuccess });
  };
  const choose = (action: BulkAction): void => {
    bulk.reset();
    const change = isAll ? undefined : AT_ONCE.find((known) => known.action === action);
    if (change === undefined) setAsked(action);
    else carryOut(change);
  };
  const close = (): void => {
    bulk.reset();
    setAsked(null);
  };
  if (selected.length === 0 && bulk.data === undefined) return null;
  return (
    <section className={classes.bar} aria-label="Actions on selected monitors">
      {selected.length > 0 && (
        <>
          <Count {...props} isAll={isAll} onTakeAll={setTakesAll} />
          <Actions pending={bulk.isPending ? bulk.variables.change.action : null} onChoose={choose} />
        </>
      )}
      {asked === null && <BulkResult bulk={bulk} />}
      {asked !== null && (
        <BulkDialog
          action={asked}
          subject={formatSelection(
            selection,
            selected.map(({ name }) => name),
            matching,
          )}
          bulk={bulk}
          onClose={close}
          onConfirm={carryOut}
        />
      )}
    </section>
  );
}

interface CountProps extends BulkBarProps {
  readonly isAll: boolean;
  readonly onTakeAll: (takesAll: boolean) => void;
}

function Count({ selected, matching, isAll, onTakeAll, onClear }: CountProps) {
  const others = matching !== null && matching > selected.length ? matching : null;
  return (
    <p className={classes.count}>
      {countMonitors(isAll ? (matching ?? selected.length) : selected.length)} selected ·{' '}
      {others !== null && (
        <>
          <TextButton
            onClick={() => {
              onTakeAll(!isAll);
            }}
          >
            {isAll ? 'Only those that are ticked' : `Take all ${formatNumber(others)} that match`}
          </TextButton>{' '}
          ·{' '}
        </>
      )}
      <TextButton onClick={onClear}>Clear</TextButton>
    </p>
  );
}

interface ActionsProps {
  /** What is under way. */
  readonly pending: BulkAction | null;
  readonly onChoose: (action: BulkAction) => void;
}

function Actions({ pending, onChoose }: ActionsProps) {
  return (
    <div className={classes.actions}>
      {ACTIONS.map((action) => (
        <Button
          key={action}
          variant="default"
          size="xs"
          loading={pending === action}
          disabled={pending !== null}
          onClick={() => {
            onChoose(action);
          }}
        >
          {ACTION_WORDS[action]}
          {AT_ONCE.some((known) => known.action === action) ? '' : '…'}
        </Button>
      ))}
    </div>
  );
}
