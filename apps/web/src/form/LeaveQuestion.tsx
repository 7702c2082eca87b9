import { Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { Confirm } from './Confirm.js';

interface LeaveQuestionProps {
  /** Whether something was typed and is not saved. */
  readonly isChanged: boolean;
  /** Forgets what was typed. */
  readonly onLeave: () => void;
}

/** Asks before what was typed is left for another page, or the tab is closed over it. Whoever has saved it goes on with `ignoreBlocker`. */
export function LeaveQuestion({ isChanged, onLeave }: LeaveQuestionProps) {
  const { status, proceed, reset } = useBlocker({
    // A part of the same page is no other page.
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  return (
    <Confirm
      opened={status === 'blocked'}
      onClose={() => {
        reset?.();
      }}
      title="Leave without saving?"
      action="Leave"
      isPending={false}
      error={null}
      onConfirm={() => {
        onLeave();
        proceed?.();
      }}
    >
      <Text>What you typed is not saved, and is forgotten when you leave.</Text>
    </Confirm>
  );
}
