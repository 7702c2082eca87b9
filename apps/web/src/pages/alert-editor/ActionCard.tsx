import { Button, Switch, VisuallyHidden } from '@mantine/core';
import type { Warning } from '@twotwenty/contracts/alert';
import type { ReactNode } from 'react';
import { isWithin } from '../../form/field-problems.js';
import { channelWord } from '../../status/channel-words.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { ActionBody } from './ActionBody.js';
import { destinationOf } from './action-kinds.js';
import type { ActionDraft } from './alert-draft.js';
import classes from './AlertEditor.module.css';
import { useProblems } from './problems.js';

export interface ActionCardProps {
  readonly action: ActionDraft;
  readonly index: number;
  readonly all: readonly ActionDraft[];
  readonly isOpen: boolean;
  readonly warnings: readonly Warning[];
  /** How it is tried. */
  readonly trial: ReactNode;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onChange: (change: Partial<ActionDraft>, path: string) => void;
  readonly onMove: (step: -1 | 1) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** One action of the alert that is edited: its fields when it is open, else what it is in one line. */
export function ActionCard(props: ActionCardProps) {
  const { action, index, all, isOpen, warnings, trial, onOpen, onChange } = props;
  const path = `actions.${action.id}`;
  const word = channelWord(action.type);
  const destination = destinationOf(action.type, action.settings);
  const isWrong = [...useProblems().keys()].some((problem) => isWithin(problem, path));
  return (
    <li className={classes.action} data-action={action.id} data-off={!action.enabled || undefined}>
      <div className={classes.head}>
        <h3 className={classes.title}>
          <button
            type="button"
            aria-expanded={isOpen}
            className={classes.opener}
            onClick={() => {
              onOpen(!isOpen);
            }}
          >
            <span aria-hidden="true" className={classes.arrow} data-open={isOpen || undefined} />
            <span>
              {index + 1}. {word}
            </span>
            {destination !== '' && <bdi className={classes.destination}>{destination}</bdi>}
            {isWrong && (
              <span className={classes.wrong}>
                <StandingIcon of="warn" size={14} /> Not accepted
              </span>
            )}
          </button>
        </h3>
        <Switch
          label="Enabled"
          aria-label={`Enabled: action ${index + 1}, ${word}`}
          checked={action.enabled}
          onChange={({ currentTarget }) => {
            onChange({ enabled: currentTarget.checked }, `${path}.enabled`);
          }}
        />
        <ActionButtons {...props} word={word} isLast={index === all.length - 1} />
      </div>
      <Warnings warnings={warnings} />
      {isOpen && <ActionBody action={action} all={all} path={path} onChange={onChange} />}
      {isOpen && trial}
    </li>
  );
}

function ActionButtons({
  index,
  isLast,
  word,
  onMove,
  onDuplicate,
  onRemove,
}: ActionCardProps & { readonly word: string; readonly isLast: boolean }) {
  const name = `action ${index + 1}, ${word}`;
  return (
    <div className={classes.buttons}>
      <Named name={`Up: ${name}`} move="up" isOff={index === 0} onClick={() => onMove(-1)}>
        ↑
      </Named>
      <Named name={`Down: ${name}`} move="down" isOff={isLast} onClick={() => onMove(1)}>
        ↓
      </Named>
      <Button variant="default" size="xs" onClick={onDuplicate}>
        Duplicate<VisuallyHidden>: {name}</VisuallyHidden>
      </Button>
      <Button variant="default" size="xs" onClick={onRemove}>
        Remove<VisuallyHidden>: {name}</VisuallyHidden>
      </Button>
    </div>
  );
}

interface NamedProps {
  readonly name: string;
  readonly move: 'up' | 'down';
  readonly isOff: boolean;
  readonly onClick: () => void;
  readonly children: string;
}

/** It keeps the focus at the end of the list too, where it does nothing. */
function Named({ name, move, isOff, onClick, children }: NamedProps) {
  return (
    <Button
      variant="default"
      size="xs"
      aria-label={name}
      title={move === 'up' ? 'Earlier' : 'Later'}
      aria-disabled={isOff}
      {...(isOff ? { 'data-disabled': true } : {})}
      data-move={move}
      onClick={() => {
        if (!isOff) onClick();
      }}
    >
      {children}
    </Button>
  );
}

/** What is allowed and hardly meant. */
export function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className={classes.warnings} aria-label="Warnings">
      {warnings.map(({ field, message }) => (
        <li key={`${field} ${message}`}>
          <StandingIcon of="warn" size={14} />
          <span>
            {fieldWord(field)} {message}
          </span>
        </li>
      ))}
    </ul>
  );
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  enabled: 'The alert',
  actions: 'The alert',
  assignment: 'The alert',
  range: 'Alerts of an incident:',
  schedule: 'Its week',
  type: 'It',
  onFailure: 'Failure notice:',
  onRecovery: 'Recovery notice:',
  fallbackActionId: 'What stands in',
};

/** What people call the field of a warning. */
function fieldWord(field: string): string {
  const [first = '', , name = ''] = field.split('.');
  const known = FIELD_WORDS[name === '' ? first : name];
  return known ?? `${name === '' ? first : field.split('.').slice(2).join('.')}:`;
}
