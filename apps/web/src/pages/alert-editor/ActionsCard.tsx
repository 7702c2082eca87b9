import { Button, Input } from '@mantine/core';
import type { Alert, Warning } from '@twotwenty/contracts/alert';
import { useEffect, useRef, useState } from 'react';
import { isWithin } from '../../form/field-problems.js';
import { FormCard } from '../../form/FormCard.js';
import { channelWord } from '../../status/channel-words.js';
import { ActionCard } from './ActionCard.js';
import type { ActionType } from './action-kinds.js';
import { AddAction } from './AddAction.js';
import { duplicateAction, newAction, type ActionDraft } from './alert-draft.js';
import classes from './AlertEditor.module.css';
import { CoverageTable } from './CoverageTable.js';
import { useProblem, useProblems } from './problems.js';
import { TrialOfAction } from './TrialOfAction.js';

interface ActionsCardProps {
  readonly actions: readonly ActionDraft[];
  /** As it is stored; null while it is new. */
  readonly alert: Alert | null;
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** By paths that name actions by their ids. */
  readonly warnings: readonly Warning[];
  readonly maxAlerts: number | null;
  /** Counts refusals: what was refused is then opened. */
  readonly refusals: number;
  readonly onChange: (change: (before: readonly ActionDraft[]) => readonly ActionDraft[], path: string) => void;
  readonly onSave: (then: () => void) => void;
}

/** The actions of an alert in their order. */
export function ActionsCard(props: ActionsCardProps) {
  const { actions, warnings, maxAlerts, onChange } = props;
  const list = useActionList(props);
  const problem = useProblem('actions');
  return (
    <FormCard
      title="Actions"
      explanation="What is done when an alert is raised, and when the monitor is back, in this order."
    >
      {problem !== null && (
        <Input.Error data-problem tabIndex={-1}>
          {problem}
        </Input.Error>
      )}
      <ol ref={list.ref} className={classes.actions}>
        {actions.map((action, index) => (
          <ActionCard
            key={action.id}
            action={action}
            index={index}
            all={actions}
            isOpen={list.open.has(action.id)}
            warnings={warnings.filter(({ field }) => isWithin(field, `actions.${action.id}`))}
            trial={<TrialOfAction {...props} action={action} />}
            onOpen={(isOpen) => {
              list.setOpen(action.id, isOpen);
            }}
            onChange={(change, path) => {
              onChange((before) => before.map((one) => (one.id === action.id ? { ...one, ...change } : one)), path);
            }}
            onMove={(step) => {
              list.move(action, step);
            }}
            onDuplicate={() => {
              list.add(duplicateAction(action), index + 1);
            }}
            onRemove={() => {
              list.remove(action, index);
            }}
          />
        ))}
      </ol>
      <Below
        list={list}
        onAdd={(type) => {
          list.add(newAction(type), actions.length);
        }}
      />
      <CoverageTable actions={actions} maxAlerts={maxAlerts} />
    </FormCard>
  );
}

interface BelowProps {
  readonly list: Pick<ReturnType<typeof useActionList>, 'said' | 'removed' | 'undo'>;
  readonly onAdd: (type: ActionType) => void;
}

/** Adds another one, and takes back what was removed. */
function Below({ list, onAdd }: BelowProps) {
  return (
    <div className={classes.below}>
      <AddAction onAdd={onAdd} />
      <span role="status" className={classes.dim}>
        {list.said}
      </span>
      {list.removed !== null && (
        <Button variant="default" size="xs" autoFocus onClick={list.undo}>
          Undo
        </Button>
      )}
    </div>
  );
}

interface Removed {
  readonly action: ActionDraft;
  readonly index: number;
}

/** What is done to the list as a whole: it is said aloud, and can be taken back. */
function useActionList({ actions, refusals, onChange }: ActionsCardProps) {
  const [open, setOpenIds] = useState<ReadonlySet<string>>(new Set());
  const [removed, setRemoved] = useState<Removed | null>(null);
  const [said, setSaid] = useState('');
  const ref = useRef<HTMLOListElement>(null);
  const focus = useRef<string | null>(null);
  const problems = useProblems();

  useEffect(() => {
    if (focus.current !== null) ref.current?.querySelector<HTMLElement>(focus.current)?.focus();
    focus.current = null;
  });

  useEffect(() => {
    if (refusals === 0) return;
    const wrong = [...problems.keys()].flatMap((path) => /^actions\.([^.]+)\./.exec(path)?.[1] ?? []);
    setOpenIds((before) => new Set([...before, ...wrong]));
    // Later problems go one by one as they are mended; only a refusal opens anything.
  }, [refusals]);

  function setOpen(id: string, isOpen: boolean): void {
    setOpenIds((before) => new Set(isOpen ? [...before, id] : [...before].filter((other) => other !== id)));
  }

  function add(action: ActionDraft, index: number): void {
    onChange((before) => before.toSpliced(index, 0, action), 'actions');
    setOpen(action.id, true);
    setRemoved(null);
    setSaid(`${channelWord(action.type)} is action ${index + 1} now.`);
    focus.current = `[data-action="${action.id}"] button`;
  }

  return {
    ref,
    open,
    setOpen,
    add,
    removed,
    said,
    move: (action: ActionDraft, step: -1 | 1) => {
      const to = actions.findIndex(({ id }) => id === action.id) + step;
      onChange((before) => before.filter(({ id }) => id !== action.id).toSpliced(to, 0, action), 'actions');
      setRemoved(null);
      setSaid(`${channelWord(action.type)} is action ${to + 1} now.`);
      focus.current = `[data-action="${action.id}"] [data-move="${step === -1 ? 'up' : 'down'}"]`;
    },
    remove: (action: ActionDraft, index: number) => {
      onChange((before) => before.filter(({ id }) => id !== action.id), `actions.${action.id}`);
      setRemoved({ action, index });
      setSaid(`${channelWord(action.type)} is removed.`);
    },
    undo: () => {
      if (removed !== null) add(removed.action, removed.index);
    },
  };
}
