import { Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { Confirm } from './Confirm.js';

interface LeaveGuardProps {
  /** Whether anything would be lost. */
  readonly isChanged: boolean;
  /** Set to true before the page itself goes elsewhere, such as after saving. */
  readonly isAllowed: RefObject<boolean>;
  /** What was typed is given up. */
  readonly onLeave: () => void;
}

/** Asks before a page is left on which something was typed that is not saved; the browser asks before its tab is closed. */
export function LeaveGuard({ isChanged, isAllowed, onLeave }: LeaveGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && !isAllowed.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged && !isAllowed.current,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Confirm
      opened
      onClose={blocker.reset}
      title="Leave without saving?"
      action="Leave and forget it"
      isPending={false}
      error={null}
      onConfirm={() => {
        onLeave();
        blocker.proceed();
      }}
    >
      <Text>What you typed on this page is not saved.</Text>
    </Confirm>
  );
}
