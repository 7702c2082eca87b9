import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { DowntimeInput } from '@twotwenty/contracts/downtime';
import { useState, type FormEvent } from 'react';
import { fieldProblems, problemText } from '../../form/field-problems.js';
import { FormCard } from '../../form/FormCard.js';
import { Refusal } from '../../form/Refusal.js';
import { PickOne } from '../../pickers/PickOne.js';
import { fromLocalInput, inUnits, toLocalInput, toSeconds, UNIT_NAMES } from './local-time.js';
import classes from './Simulator.module.css';

/** What is played through. */
export interface Played {
  readonly monitorId: string | undefined;
  readonly outage: DowntimeInput;
}

interface OutageFormProps {
  readonly played: Played;
  readonly error: Error | null;
  readonly onPlay: (played: Played) => void;
}

const SHOWN = ['startsAt', 'lengthSeconds', 'testDurationSeconds'];

/** Which outage of which monitor. */
export function OutageForm({ played, error, onPlay }: OutageFormProps) {
  const { outage } = played;
  const [monitorId, setMonitorId] = useState(played.monitorId ?? null);
  const [startsAt, setStartsAt] = useState(toLocalInput(outage.startsAt));
  const [length, setLength] = useState(inUnits(outage.lengthSeconds));
  const [testSeconds, setTestSeconds] = useState<number | string>(outage.testDurationSeconds);
  const problems = fieldProblems(error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    onPlay({
      monitorId: monitorId ?? undefined,
      outage: {
        startsAt: fromLocalInput(startsAt) ?? outage.startsAt,
        lengthSeconds: toSeconds(length.amount, length.unit),
        testDurationSeconds: Number(testSeconds),
      },
    });
  }

  return (
    <FormCard
      title="Outage"
      explanation="It is played through with the settings and alerts of the monitor as they are saved, as if it were Up before. Nothing is stored or sent."
    >
      <form onSubmit={submit} noValidate className={classes.form}>
        <div className={classes.monitor}>
          <PickOne kind="monitors" label="Monitor" value={monitorId} onChange={setMonitorId} />
        </div>
        <TextInput
          type="datetime-local"
          label="It begins, by the clock of this browser"
          value={startsAt}
          error={problemText(problems, 'startsAt')}
          onChange={({ currentTarget }) => {
            setStartsAt(currentTarget.value);
          }}
        />
        <div className={classes.length}>
          <NumberInput
            label="It lasts"
            min={0}
            hideControls
            value={length.amount}
            error={problemText(problems, 'lengthSeconds')}
            onChange={(amount) => {
              setLength({ ...length, amount: Number(amount) });
            }}
          />
          <NativeSelect
            aria-label="Unit of its length"
            value={length.unit}
            data={[...UNIT_NAMES]}
            onChange={({ currentTarget }) => {
              const unit = UNIT_NAMES.find((known) => known === currentTarget.value) ?? length.unit;
              setLength({ ...length, unit });
            }}
          />
        </div>
        <NumberInput
          label="Each test takes, seconds"
          min={0}
          hideControls
          value={testSeconds}
          error={problemText(problems, 'testDurationSeconds')}
          onChange={(typed) => {
            setTestSeconds(Number(typed));
          }}
        />
        <Button type="submit" disabled={monitorId === null}>
          Play it through
        </Button>
      </form>
      <Refusal error={error} shown={SHOWN} />
    </FormCard>
  );
}
