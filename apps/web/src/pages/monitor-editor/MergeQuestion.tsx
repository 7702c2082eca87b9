import { Button, Group, Radio } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Conflict } from '../../form/three-way.js';
import { fieldTitle, formatValue } from './field-words.js';
import classes from './MonitorEditor.module.css';
import { setting } from './editor-form.js';
import type { MonitorField, MonitorValues } from './monitor-values.js';

type Side = 'mine' | 'theirs';

interface MergeQuestionProps {
  readonly conflicts: readonly Conflict<MonitorValues>[];
  /** Names of what is named by ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly isSaving: boolean;
  /** Goes on with what was chosen for each field. */
  readonly onSettle: (chosen: Partial<MonitorValues>, andSave: boolean) => void;
}

/** Two people have changed the same fields: which of both is right, field by field. */
export function MergeQuestion({ conflicts, names, isSaving, onSettle }: MergeQuestionProps) {
  const [sides, setSides] = useState<Partial<Record<MonitorField, Side>>>({});
  const box = useRef<HTMLElement>(null);
  const isAnswered = conflicts.every(({ field }) => sides[field] !== undefined);
  useEffect(() => {
    box.current?.focus();
  }, []);

  function settle(andSave: boolean): void {
    const chosen = conflicts.map(({ field, mine, theirs }) =>
      setting(field, sides[field] === 'theirs' ? theirs : mine),
    );
    onSettle(Object.assign({}, ...chosen) as Partial<MonitorValues>, andSave);
  }

  return (
    <section
      ref={box}
      tabIndex={-1}
      role="alert"
      aria-label="Somebody else changed this too"
      className={classes.question}
    >
      <h2>Somebody else changed this monitor while you were editing it</h2>
      <div>Nothing of either is lost. Where you both changed the same, choose which it is to be:</div>
      {conflicts.map((conflict) => (
        <Choice
          key={conflict.field}
          conflict={conflict}
          names={names}
          side={sides[conflict.field] ?? null}
          onChoose={(side) => {
            setSides({ ...sides, [conflict.field]: side });
          }}
        />
      ))}
      <Group gap="xs">
        <Button
          size="xs"
          disabled={!isAnswered}
          loading={isSaving}
          onClick={() => {
            settle(true);
          }}
        >
          Save with what is chosen
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={!isAnswered}
          onClick={() => {
            settle(false);
          }}
        >
          Go on editing with it
        </Button>
      </Group>
    </section>
  );
}

interface ChoiceProps {
  readonly conflict: Conflict<MonitorValues>;
  readonly names: ReadonlyMap<string, string>;
  readonly side: Side | null;
  readonly onChoose: (side: Side) => void;
}

function Choice({ conflict: { field, mine, theirs }, names, side, onChoose }: ChoiceProps) {
  return (
    <Radio.Group
      label={fieldTitle(field)}
      value={side}
      onChange={(chosen) => {
        onChoose(chosen === 'theirs' ? 'theirs' : 'mine');
      }}
    >
      <div className={classes.sides}>
        <Radio value="mine" label={<Value who="Yours" text={formatValue(field, mine, names)} />} />
        <Radio value="theirs" label={<Value who="Theirs" text={formatValue(field, theirs, names)} />} />
      </div>
    </Radio.Group>
  );
}

function Value({ who, text }: { readonly who: string; readonly text: string }) {
  return (
    <>
      {who}: <bdi>{text}</bdi>
    </>
  );
}
