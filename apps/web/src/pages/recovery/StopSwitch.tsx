import { Button, Text, TextInput } from '@mantine/core';
import type { RecoverySettings } from '@twotwenty/contracts/recovery-settings';
import { useState } from 'react';
import { useChangeRecoverySettings } from '../../api/recovery-settings.js';
import { Confirm } from '../../form/Confirm.js';
import { FormCard } from '../../form/FormCard.js';
import { fieldProblems, problemText, type FieldProblems } from '../../form/field-problems.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Ago } from '../../time/Times.js';
import classes from './StopSwitch.module.css';

/** Stops all repairs, or lets them begin again. */
export function StopSwitch({ settings }: { readonly settings: RecoverySettings }) {
  const { stopped, updatedAt, updatedBy } = settings;
  const [asked, setAsked] = useState<'stop' | 'release' | null>(null);
  const close = () => {
    setAsked(null);
  };
  return (
    <FormCard
      title="Stop switch"
      explanation="While it is on, no repair begins, whatever raised it. Tests, alerts and notices go on as always."
    >
      <div className={classes.switch} data-stopped={stopped || undefined}>
        <div className={classes.state}>
          <StandingIcon of={stopped ? 'held' : 'up'} size={24} />
          <div>
            <strong>{stopped ? 'On: all repairs are stopped' : 'Off: repairs may begin'}</strong>
            {stopped && <Reason reason={settings.stopReason} />}
            <Text size="sm" c="dimmed">
              Guard rails last changed <Ago at={updatedAt} />
              {updatedBy !== null && <> by {updatedBy}</>}
            </Text>
          </div>
        </div>
        <Button
          {...(stopped ? { variant: 'default' } : { color: 'red.8' })}
          onClick={() => {
            setAsked(stopped ? 'release' : 'stop');
          }}
        >
          {stopped ? 'Let repairs begin again' : 'Stop all repairs'}
        </Button>
      </div>
      {asked === 'stop' && <AskToStop onClose={close} />}
      {asked === 'release' && <AskToRelease settings={settings} onClose={close} />}
    </FormCard>
  );
}

function Reason({ reason }: { readonly reason: string }) {
  return <Text className={classes.reason}>{reason === '' ? 'No reason was given.' : <bdi>{reason}</bdi>}</Text>;
}

/** Fields that show what is wrong with them. */
export const STOP_FIELDS = ['stopReason'] as const;

function AskToStop({ onClose }: { readonly onClose: () => void }) {
  const { mutate, isPending, error } = useChangeRecoverySettings();
  const [stopReason, setReason] = useState('');
  return (
    <Confirm
      opened
      onClose={onClose}
      title="Stop all repairs?"
      action="Stop all repairs"
      isPending={isPending}
      error={error}
      shown={STOP_FIELDS}
      // Without a version: stopping must work whatever others change at the same time.
      onConfirm={() => {
        mutate({ patch: { stopped: true, stopReason } }, { onSuccess: onClose });
      }}
    >
      <Text>
        No repair begins any more until somebody lets them. What a machine was asked already is not taken back.
      </Text>
      <ReasonField reason={stopReason} problems={fieldProblems(error)} onChange={setReason} />
    </Confirm>
  );
}

interface ReasonFieldProps {
  readonly reason: string;
  readonly problems: FieldProblems;
  readonly onChange: (reason: string) => void;
}

/** Why repairs are stopped. */
export function ReasonField({ reason, problems, onChange }: ReasonFieldProps) {
  return (
    <TextInput
      data-autofocus
      label="Reason"
      description="Everybody sees it on every page."
      placeholder="Work on the mail cluster until 18:00"
      value={reason}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
      error={problemText(problems, 'stopReason')}
    />
  );
}

interface AskToReleaseProps {
  readonly settings: RecoverySettings;
  readonly onClose: () => void;
}

function AskToRelease({ settings, onClose }: AskToReleaseProps) {
  const { mutate, isPending, error } = useChangeRecoverySettings();
  // As they were when the question was asked: whoever stops repairs anew in the meantime is not overruled.
  const [{ version, stopReason }] = useState(settings);
  return (
    <Confirm
      opened
      onClose={onClose}
      title="Let repairs begin again?"
      action="Let repairs begin"
      isPending={isPending}
      error={error}
      onConfirm={() => {
        mutate({ patch: { stopped: false, stopReason: '' }, version }, { onSuccess: onClose });
      }}
    >
      <Text>They were stopped for this reason:</Text>
      <Reason reason={stopReason} />
      <Text>From now on machines are restarted and rebooted again as alerts ask for it.</Text>
    </Confirm>
  );
}
