import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { problemText } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import type { MaintenanceFieldsProps } from './MaintenanceDialog.js';
import { monthDayWord, unitWord } from './repeat-words.js';
import { MONTH_DAYS, NTH_CODES, NTHS, WEEKDAY_CODES, WEEKDAYS } from './repeats.js';

/** The API knows one rule; the form asks for its parts. */
type RulePart = 'rule' | 'interval' | 'ends' | 'repeats';

/** What is wrong with the rule, where it is said of this part of it; null for nothing. */
export function ruleProblemAt(part: RulePart, { draft, problems }: MaintenanceFieldsProps): string | null {
  const problem = problemText(problems, 'window.rule');
  if (problem === null) return null;
  return partOf(problem, draft.repeats === 'custom') === part ? problem : null;
}

function partOf(problem: string, isCustom: boolean): RulePart {
  if (isCustom) return 'rule';
  if (/INTERVAL/.test(problem)) return 'interval';
  return /COUNT|UNTIL|end later/.test(problem) ? 'ends' : 'repeats';
}

/** How often, on which days and until when. */
export function RepeatFields(props: MaintenanceFieldsProps) {
  const { draft, onChange } = props;
  if (draft.repeats === 'custom') {
    return (
      <TextInput
        label="Rule"
        description="RFC 5545, such as FREQ=MONTHLY;BYDAY=1MO,3MO or FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=2"
        autoComplete="off"
        spellCheck={false}
        value={draft.rule}
        onChange={({ currentTarget }) => {
          onChange({ rule: currentTarget.value });
        }}
        error={ruleProblemAt('rule', props)}
      />
    );
  }
  return (
    <>
      {draft.repeats === 'weekly' && <WeekdaysField {...props} />}
      <div className={classes.pair}>
        {draft.repeats === 'month-day' && <MonthDayField {...props} />}
        {draft.repeats === 'month-weekday' && <MonthWeekdayFields {...props} />}
        <NumberInput
          label="Every"
          suffix={`\u00a0${unitWord(draft)}`}
          allowNegative={false}
          allowDecimal={false}
          clampBehavior="none"
          value={draft.interval}
          onChange={(interval) => {
            onChange({ interval });
          }}
          error={ruleProblemAt('interval', props)}
        />
      </div>
      <EndFields {...props} />
    </>
  );
}

function WeekdaysField({ draft, onChange }: MaintenanceFieldsProps) {
  return (
    <Checkbox.Group
      label="On"
      description="None: on the weekday of the first time"
      value={[...draft.weekdays]}
      onChange={(weekdays) => {
        onChange({ weekdays: WEEKDAY_CODES.filter((code) => weekdays.includes(code)) });
      }}
    >
      <div className={classes.below}>
        {WEEKDAY_CODES.map((code) => (
          <Checkbox key={code} value={code} label={WEEKDAYS[code]} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function MonthDayField({ draft, onChange }: MaintenanceFieldsProps) {
  return (
    <NativeSelect
      label="On"
      description={Number(draft.monthDay) > 28 ? 'Months that have no such day are left out' : undefined}
      value={draft.monthDay}
      data={MONTH_DAYS.map((value) => ({ value, label: monthDayWord(value) }))}
      onChange={({ currentTarget }) => {
        onChange({ monthDay: currentTarget.value });
      }}
    />
  );
}

function MonthWeekdayFields({ draft, onChange }: MaintenanceFieldsProps) {
  return (
    <>
      <NativeSelect
        label="On the"
        value={draft.nth}
        data={NTH_CODES.map((value) => ({ value, label: NTHS[value] }))}
        onChange={({ currentTarget: { value } }) => {
          const nth = NTH_CODES.find((known) => known === value);
          if (nth !== undefined) onChange({ nth });
        }}
      />
      <NativeSelect
        label="Weekday"
        value={draft.weekday}
        data={WEEKDAY_CODES.map((value) => ({ value, label: WEEKDAYS[value] }))}
        onChange={({ currentTarget: { value } }) => {
          const weekday = WEEKDAY_CODES.find((known) => known === value);
          if (weekday !== undefined) onChange({ weekday });
        }}
      />
    </>
  );
}

const ENDS = [
  { value: 'never', label: 'Never' },
  { value: 'until', label: 'After a day' },
  { value: 'count', label: 'After so many times' },
] as const;

function EndFields(props: MaintenanceFieldsProps) {
  const { draft, onChange } = props;
  const problem = ruleProblemAt('ends', props);
  return (
    <div className={classes.pair}>
      <NativeSelect
        label="Ends"
        value={draft.ends}
        data={[...ENDS]}
        onChange={({ currentTarget: { value } }) => {
          const chosen = ENDS.find((known) => known.value === value);
          if (chosen !== undefined) onChange({ ends: chosen.value });
        }}
        error={draft.ends === 'never' ? problem : null}
      />
      {draft.ends === 'until' && (
        <TextInput
          type="date"
          label="Last day"
          value={draft.until}
          onChange={({ currentTarget }) => {
            onChange({ until: currentTarget.value });
          }}
          error={draft.until === '' && problem !== null ? 'It is required.' : problem}
        />
      )}
      {draft.ends === 'count' && (
        <NumberInput
          label="Times"
          allowNegative={false}
          allowDecimal={false}
          clampBehavior="none"
          value={draft.count}
          onChange={(count) => {
            onChange({ count });
          }}
          error={problem}
        />
      )}
    </div>
  );
}
