import { NativeSelect, Text, TextInput } from '@mantine/core';
import type { BulkAction } from '@twotwenty/contracts/monitor-bulk';
import { useEffect, useState } from 'react';
import { useAlerts } from '../../../api/alerts.js';
import type { BulkChange, useBulk } from '../../../api/monitor-bulk.js';
import { Confirm } from '../../../form/Confirm.js';
import { fieldProblems, problemText, problemWithin, type FieldProblems } from '../../../form/field-problems.js';
import { itemsOf } from '../../../table/pages-of.js';
import { ACTION_WORDS, splitTags } from './bulk-words.js';

interface BulkDialogProps {
  readonly action: BulkAction;
  /** Whom it is for, in words. */
  readonly subject: string;
  readonly bulk: ReturnType<typeof useBulk>;
  readonly onClose: () => void;
  readonly onConfirm: (change: BulkChange) => void;
}

/** What is asked before it is done. */
const QUESTIONS: Readonly<Record<BulkAction, string>> = {
  enable: 'They are tested again, the first at once and all within a minute.',
  disable: 'They are not tested until they are enabled again, and nobody is told of their failures.',
  suspend: 'They are not tested for that time, and nobody is told of their failures. Their tests go on by themselves.',
  resume: 'Their suspensions end now. The first is tested at once, and all are within a minute.',
  test: 'Each is tested as soon as a worker is free.',
  'add-tags': 'Alerts and maintenance windows that are for these tags are for them too.',
  'remove-tags': 'Alerts and maintenance windows that are for these tags are not for them any more.',
  'add-to-alert': 'The alert serves them besides those that it serves already.',
};

const DURATIONS = [
  { label: '1 hour', value: '3600' },
  { label: '4 hours', value: '14400' },
  { label: '8 hours', value: '28800' },
  { label: '1 day', value: '86400' },
  { label: '7 days', value: '604800' },
  { label: '30 days', value: '2592000' },
];

/** Asks before something is done to several monitors, and for what it needs. */
export function BulkDialog({ action, subject, bulk, onClose, onConfirm }: BulkDialogProps) {
  const [typed, setTyped] = useState<BulkTyped>({ seconds: '3600', tags: '', alertId: '' });
  return (
    <Confirm
      opened
      onClose={onClose}
      title={`${ACTION_WORDS[action]}: ${subject}?`}
      action={ACTION_WORDS[action]}
      isDangerous={action === 'disable' || action === 'suspend'}
      isPending={bulk.isPending}
      error={bulk.error}
      shown={BULK_FIELDS}
      onConfirm={() => {
        onConfirm(changeOf(action, typed));
      }}
    >
      <Text size="sm">{QUESTIONS[action]}</Text>
      <BulkFields
        action={action}
        typed={typed}
        problems={fieldProblems(bulk.error)}
        onChange={(changed) => {
          setTyped({ ...typed, ...changed });
        }}
      />
    </Confirm>
  );
}

interface BulkTyped {
  readonly seconds: string;
  readonly tags: string;
  /** Empty: none is chosen. */
  readonly alertId: string;
}

interface BulkFieldsProps {
  readonly action: BulkAction;
  readonly typed: BulkTyped;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<BulkTyped>) => void;
}

/** Fields that show what is wrong with them. */
export const BULK_FIELDS = ['tags', 'alertId', 'suspension'] as const;

/** What an action needs to know. */
export function BulkFields({ action, typed, problems, onChange }: BulkFieldsProps) {
  switch (action) {
    case 'suspend':
      return (
        <NativeSelect
          label="For how long"
          data={DURATIONS}
          value={typed.seconds}
          error={problemWithin(problems, 'suspension')}
          onChange={({ currentTarget: { value } }) => {
            onChange({ seconds: value });
          }}
        />
      );
    case 'add-tags':
    case 'remove-tags':
      return (
        <TextInput
          label="Tags"
          description="Separated by commas"
          data-autofocus
          required
          value={typed.tags}
          error={problemWithin(problems, 'tags', splitTags(typed.tags))}
          onChange={({ currentTarget: { value } }) => {
            onChange({ tags: value });
          }}
        />
      );
    case 'add-to-alert':
      return (
        <AlertField
          value={typed.alertId}
          error={
            typed.alertId === '' && problems.has('alertId') ? 'Choose an alert.' : problemText(problems, 'alertId')
          }
          onChange={(alertId) => {
            onChange({ alertId });
          }}
        />
      );
    default:
      return null;
  }
}

interface AlertFieldProps {
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (id: string) => void;
}

function AlertField({ value, error, onChange }: AlertFieldProps) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useAlerts();
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const choices = itemsOf(data).items.filter(({ assignment }) => assignment.to === 'chosen');
  return (
    <NativeSelect
      label="Alert"
      required
      description="Alerts that are for all monitors need no assignment"
      data={[{ value: '', label: 'Choose an alert' }, ...choices.map(({ id, name }) => ({ value: id, label: name }))]}
      value={value}
      error={error}
      onChange={({ currentTarget: { value: id } }) => {
        onChange(id);
      }}
    />
  );
}

function changeOf(action: BulkAction, { seconds, tags, alertId }: BulkTyped): BulkChange {
  switch (action) {
    case 'suspend':
      return { action, suspension: { forSeconds: Number(seconds) } };
    case 'add-tags':
    case 'remove-tags':
      return { action, tags: splitTags(tags) };
    case 'add-to-alert':
      return { action, alertId };
    default:
      return { action };
  }
}
