import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { DowntimeInput } from '@twotwenty/contracts/downtime';
import { useState, type FormEvent } from 'react';
import { fieldProblems, problemText, refusedHere, type FieldProblems } from '../../form/field-problems.js';
import { FormCard } from '../../form/FormCard.js';
import { Refusal } from '../../form/Refusal.js';
import { useDraft } from '../../form/use-draft.js';
import { PickOne } from '../../pickers/PickOne.js';
import { missingIn, OUTAGE_FIELDS, outageDraftOf, outageOf, outagePlace, type OutageDraft } from './outage-draft.js';
import { UNIT_NAMES } from './local-time.js';
import classes from './Simulator.module.css';

/** What is played through. */
export interface Played {
  readonly monitorId: string | undefined;
  readonly outage: DowntimeInput;
}

interface OutageFormProps {
  readonly played: Played;
  /** Why it can not be played through. */
  readonly error: Error | null;
  readonly onPlay: (played: Played) => void;
}

/** Which outage of which monitor. */
export function OutageForm({ played, error, onPlay }: OutageFormProps) {
  const draft = useDraft(outageDraftOf(played), 0, outagePlace(location.search));
  const [missing, setMissing] = useState<Error | null>(null);
  const refused = missing ?? (draft.isChanged ? null : error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const problems = missingIn(draft.values);
    setMissing(problems.length === 0 ? null : refusedHere(problems));
    if (problems.length > 0) return;
    draft.discard();
    onPlay(outageOf(draft.values));
  }

  return (
    <FormCard
      title="Outage"
      explanation="It is played through with the settings and alerts of the monitor as they are saved, as if it were Up before. Nothing is stored or sent."
    >
      <form onSubmit={submit} noValidate>
        <div className={classes.form}>
          <OutageFields
            draft={draft.values}
            problems={fieldProblems(refused)}
            onChange={(changed) => {
              setMissing(null);
              draft.change(changed);
            }}
          />
          <Button type="submit">Play it through</Button>
        </div>
        <Refusal error={refused} shown={OUTAGE_FIELDS} />
      </form>
    </FormCard>
  );
}

interface OutageFieldsProps {
  readonly draft: OutageDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<OutageDraft>) => void;
}

/** All that an outage is made of. */
export function OutageFields({ draft, problems, onChange }: OutageFieldsProps) {
  return (
    <>
      <div className={classes.monitor}>
        <PickOne
          kind="monitors"
          label="Monitor"
          value={draft.monitorId}
          problem={problemText(problems, 'monitorId')}
          onChange={(monitorId) => {
            onChange({ monitorId });
          }}
        />
      </div>
      <TextInput
        type="datetime-local"
        label="It begins, by your clock"
        value={draft.startsAt}
        error={problemText(problems, 'startsAt')}
        onChange={({ currentTarget }) => {
          onChange({ startsAt: currentTarget.value });
        }}
      />
      <div className={classes.length}>
        <NumberInput
          label="It lasts"
          clampBehavior="none"
          hideControls
          value={draft.amount}
          error={problemText(problems, 'lengthSeconds')}
          onChange={(amount) => {
            onChange({ amount });
          }}
        />
        <NativeSelect
          aria-label="Unit of its length"
          value={draft.unit}
          data={[...UNIT_NAMES]}
          onChange={({ currentTarget }) => {
            const unit = UNIT_NAMES.find((known) => known === currentTarget.value);
            if (unit !== undefined) onChange({ unit });
          }}
        />
      </div>
      <NumberInput
        label="Each test takes, seconds"
        clampBehavior="none"
        hideControls
        value={draft.testSeconds}
        error={problemText(problems, 'testDurationSeconds')}
        onChange={(testSeconds) => {
          onChange({ testSeconds });
        }}
      />
    </>
  );
}
