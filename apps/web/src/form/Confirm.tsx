import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Refusal } from './Refusal.js';

interface ConfirmProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What is about to be done. */
  readonly children: ReactNode;
  /** On the button that does it. */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isPending: boolean;
  readonly error: Error | null;
  /** Names of the fields among the children that show what is wrong with them. */
  readonly shown?: readonly string[];
  readonly onConfirm: () => void;
}

/** Asks before something is done that others notice. It stays open until it was done, and says why it was not. */
export function Confirm(props: ConfirmProps) {
  const {
    opened,
    onClose,
    title,
    children,
    action,
    isDangerous = true,
    isPending,
    error,
    shown = [],
    onConfirm,
  } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered>
      <Stack
        gap="md"
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          // React takes it on to a form that the question was asked from.
          event.stopPropagation();
          onConfirm();
        }}
      >
        {children}
        <Refusal error={error} shown={shown} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} {...(isDangerous ? { color: 'red.8' } : {})}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
