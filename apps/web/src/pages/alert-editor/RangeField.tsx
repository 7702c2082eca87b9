import { Anchor, Input, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './AlertEditor.module.css';
import { useProblem } from './problems.js';
import { fromToOf, rangeOf, type FromTo } from './ranges.js';

interface RangeFieldProps {
  readonly range: string;
  readonly path: string;
  readonly onChange: (range: string) => void;
}

/** Which alerts of an incident an action is for: from one to another, or several spans as they are written. */
export function RangeField({ range, path, onChange }: RangeFieldProps) {
  const [isList, setList] = useState(fromToOf(range) === null);
  const problem = useProblem(path);
  const fromTo = fromToOf(range) ?? { from: '1', to: '' };
  const shown = isList || fromToOf(range) === null;

  function change(changed: Partial<FromTo>): void {
    onChange(rangeOf({ ...fromTo, ...changed }));
  }

  return (
    <Input.Wrapper
      label="Alerts of an incident"
      labelElement="div"
      description="Counted from 1. The alert after so many failed tests is the first one."
    >
      {shown ? (
        <TextInput
          aria-label="Numbers of the alerts"
          mt={6}
          maw="20rem"
          placeholder="1-3,5,8-"
          value={range}
          error={problem}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value);
          }}
        />
      ) : (
        <FromToInputs fromTo={fromTo} problem={problem} onChange={change} />
      )}
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => {
          if (shown && fromToOf(range) === null) onChange('1-');
          setList(!shown);
        }}
      >
        {shown ? 'From one to another' : 'Several spans, such as 1,3-5'}
      </Anchor>
    </Input.Wrapper>
  );
}

interface FromToInputsProps {
  readonly fromTo: FromTo;
  readonly problem: string | null;
  readonly onChange: (change: Partial<FromTo>) => void;
}

function FromToInputs({ fromTo, problem, onChange }: FromToInputsProps) {
  return (
    <div className={classes.fromTo}>
      <NumberInput
        aria-label="From alert"
        prefix="from "
        allowNegative={false}
        allowDecimal={false}
        min={1}
        value={fromTo.from}
        error={problem}
        onChange={(from) => {
          onChange({ from: String(from) });
        }}
      />
      <NumberInput
        aria-label="To alert; empty: to the last"
        prefix="to "
        placeholder="to the last"
        allowNegative={false}
        allowDecimal={false}
        min={1}
        value={fromTo.to}
        onChange={(to) => {
          onChange({ to: String(to) });
        }}
      />
    </div>
  );
}
