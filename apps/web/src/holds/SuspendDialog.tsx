import { Radio, Stack, Text, TextInput } from '@mantine/core';
import type { SuspensionInput } from '@twotwenty/contracts/hold';
import { useState, type ReactNode } from 'react';
import { Confirm } from '../form/Confirm.js';
import { fieldProblems, problemText, refusedHere, type FieldProblems } from '../form/field-problems.js';
import { DURATIONS, suspensionInput, type SuspensionChoice } from './suspension-choice.js';

interface SuspendDialogProps {
  /** Whom it is about. */
  readonly children: ReactNode;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onSuspend: (input: SuspensionInput) => void;
  readonly onClose: () => void;
}

/** Fields that show what is wrong with them. */
export const SUSPENSION_FIELDS = ['until', 'forSeconds'] as const;

/** Asks how long a suspension is to last. */
export function SuspendDialog({ children, isPending, error, onSuspend, onClose }: SuspendDialogProps) {
  const [choice, setChoice] = useState<SuspensionChoice>({ duration: '3600', until: '' });
  const [missing, setMissing] = useState<Error | null>(null);
  const refused = missing ?? error;
  return (
    <Confirm
      opened
      onClose={onClose}
      title="Suspend for how long?"
      action="Suspend"
      isDangerous={false}
      isPending={isPending}
      error={refused}
      shown={SUSPENSION_FIELDS}
      onConfirm={() => {
        const input = suspensionInput(choice);
        setMissing(input === null ? refusedHere([{ field: 'until', message: 'is required: choose a moment' }]) : null);
        if (input !== null) onSuspend(input);
      }}
    >
      <Text size="sm">{children}</Text>
      <SuspensionFields
        choice={choice}
        problems={fieldProblems(refused)}
        onChange={(changed) => {
          setMissing(null);
          setChoice({ ...choice, ...changed });
        }}
      />
    </Confirm>
  );
}

interface SuspensionFieldsProps {
  readonly choice: SuspensionChoice;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<SuspensionChoice>) => void;
}

/** How long, or to which moment. */
export function SuspensionFields({ choice, problems, onChange }: SuspensionFieldsProps) {
  return (
    <>
      <Radio.Group
        label="How long"
        value={choice.duration}
        onChange={(duration) => {
          onChange({ duration });
        }}
        error={problemText(problems, 'forSeconds')}
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
            onChange({ until: currentTarget.value });
          }}
          error={problemText(problems, 'until')}
        />
      )}
    </>
  );
}
