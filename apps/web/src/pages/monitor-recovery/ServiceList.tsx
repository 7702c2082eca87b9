import { ActionIcon, Input, Text } from '@mantine/core';
import type { Ref } from 'react';
import classes from './MonitorRecovery.module.css';

/** Towards the beginning or the end of the list. */
export type Move = -1 | 1;

interface ServiceListProps {
  readonly listRef: Ref<HTMLOListElement>;
  readonly services: readonly string[];
  readonly problemOf: (index: number, name: string) => string | null;
  readonly onMove: (index: number, by: Move) => void;
  readonly onRemove: (index: number) => void;
}

/** The services in their order. */
export function ServiceList({ listRef, services, problemOf, onMove, onRemove }: ServiceListProps) {
  if (services.length === 0)
    return (
      <Text size="sm" c="dimmed">
        None yet. A reboot needs none; a restart of services is refused.
      </Text>
    );
  const last = services.length - 1;
  return (
    <ol ref={listRef} className={classes.services} aria-label="Services, in the order in which they are started">
      {services.map((name, index) => (
        <li key={name} className={classes.service}>
          <span className={classes.number}>{index + 1}</span>
          <span className={classes.name}>
            <bdi>{name}</bdi>
            <ServiceProblem problem={problemOf(index, name)} />
          </span>
          <MoveButton name={name} by={-1} disabled={index === 0} onMove={() => onMove(index, -1)} />
          <MoveButton name={name} by={1} disabled={index === last} onMove={() => onMove(index, 1)} />
          <ActionIcon
            variant="default"
            data-remove
            aria-label={`Remove ${name}`}
            title="Remove"
            onClick={() => {
              onRemove(index);
            }}
          >
            <Stroke d="m4 4 8 8m0-8-8 8" />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}

function ServiceProblem({ problem }: { readonly problem: string | null }) {
  if (problem === null) return null;
  return (
    <Input.Error data-problem tabIndex={-1}>
      {problem}
    </Input.Error>
  );
}

interface MoveButtonProps {
  readonly name: string;
  readonly by: Move;
  readonly disabled: boolean;
  readonly onMove: () => void;
}

function MoveButton({ name, by, disabled, onMove }: MoveButtonProps) {
  const where = by === -1 ? 'up' : 'down';
  return (
    <ActionIcon
      variant="default"
      data-by={by}
      disabled={disabled}
      aria-label={`Move ${name} ${where}`}
      title={`Move ${where}`}
      onClick={onMove}
    >
      <Stroke d={by === -1 ? 'm3.5 10 4.5-4.5 4.5 4.5' : 'm3.5 6 4.5 4.5 4.5-4.5'} />
    </ActionIcon>
  );
}

function Stroke({ d }: { readonly d: string }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={d} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
