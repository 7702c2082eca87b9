import { Button, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useState } from 'react';
import { useDeleteMonitor } from '../../api/monitor-writes.js';
import { Confirm } from '../../form/Confirm.js';
import { fieldProblems, problemText, refusedHere } from '../../form/field-problems.js';

interface DeleteMonitorProps {
  readonly monitor: Monitor;
  /** It is gone: nothing that was typed is of use any more. */
  readonly onDeleted: () => void;
}

/** Removes a monitor with its history, once its name was typed: that can't be undone. */
export function DeleteMonitor({ monitor, onDeleted }: DeleteMonitorProps) {
  const [isAsked, setAsked] = useState(false);
  const [typed, setTyped] = useState('');
  const [other, setOther] = useState<Error | null>(null);
  const { mutate, isPending, error, reset } = useDeleteMonitor(monitor);
  const navigate = useNavigate();

  function ask(): void {
    reset();
    setTyped('');
    setOther(null);
    setAsked(true);
  }

  function confirm(): void {
    if (typed.trim() !== monitor.name.trim()) {
      setOther(refusedHere([{ field: 'name', message: `must be its name: “${monitor.name}”` }]));
      return;
    }
    mutate(undefined, {
      onSuccess: () => {
        onDeleted();
        void navigate({ to: '/', ignoreBlocker: true });
      },
    });
  }

  return (
    <>
      <Button variant="subtle" color="red.8" c="var(--tt-down)" onClick={ask}>
        Delete …
      </Button>
      <Confirm
        opened={isAsked}
        onClose={() => {
          setAsked(false);
        }}
        title="Delete this monitor?"
        action="Delete"
        isPending={isPending}
        error={other ?? error}
        shown={['name']}
        onConfirm={confirm}
      >
        <What name={monitor.name} />
        <TextInput
          data-autofocus
          label="Type its name to confirm"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ currentTarget }) => {
            setOther(null);
            setTyped(currentTarget.value);
          }}
          error={problemText(fieldProblems(other), 'name')}
        />
      </Confirm>
    </>
  );
}

function What({ name }: { readonly name: string }) {
  return (
    <Text style={{ overflowWrap: 'anywhere' }}>
      <bdi>{name}</bdi> is removed with its history, its results and its incidents. This can not be undone. Disable it
      instead to keep them.
    </Text>
  );
}
