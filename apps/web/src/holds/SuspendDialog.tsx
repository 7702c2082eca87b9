import { Radio, Stack, Text, TextInput } from '@mantine/core';
import type { SuspensionInput } from '@twotwenty/contracts/hold';
import { useState, type ReactNode } from 'react';
import { Confirm } from '../form/Confirm.js';
import { fieldProblems, problemText } from '../form/field-problems.js';
import { DURATIONS, suspensionInput, type SuspensionChoice } from './suspension-choice.js';

interface SuspendDialogProps {
  /** Whom it is about. */
  readonly children: ReactNode;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onSuspend: (input: SuspensionInput) => void;
  readonly onClose: () => void;
}

const SHOWN = ['until', 'forSeconds'];

/** Asks how long a suspension is to last. */
export function SuspendDialog({ children, isPending, error, onSuspend, onClose }: SuspendDialogProps) {
  const [choice, setChoice] = useState<SuspensionChoice>({ duration: '3600', until: '' });
  const [isMissing, setMissing] = useState(false);
  const problems = fieldProblems(error);
  const change = (changed: Partial<SuspensionChoice>) => {
    setMissing(false);
    setChoice({ ...choice, ...changed });
  };
  return (
    <Confirm
      opened
      onClose={onClose}
      title="Suspend for how long?"
      action="Suspend"
      isDangerous={false}
      isPending={isPending}
      error={error}
      shown={SHOWN}
      onConfirm={() => {
        const input = suspensionInput(choice);
        if (input === null) setMissing(true);
        else onSuspend(input);
      }}
    >
      <Text size="sm">{children}</Text>
      <Radio.Group
        label="How long"
        value={choice.duration}
        onChange={(duration) => {
          change({ duration });
        }}
      >
        <Stack gap="xs" mt="xs">
          {DURATIONS.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </Stack>
      </Radio.Group>
      {choice.duration === 'until' && (
        <TextInput
          type="datetime-local"
          label="Until"
          description="By the clock of this browser"
          value={choice.until}
          onChange={({ currentTarget }) => {
            change({ until: currentTarget.value });
          }}
          error={isMissing ? 'Choose a moment.' : problemText(problems, 'until')}
        />
      )}
    </Confirm>
  );
}
