import { Button, Checkbox, Input, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { problemWithin } from '../../form/field-problems.js';
import { ownTimeZone, TimeZoneField } from '../../pickers/TimeZoneField.js';
import {
  cellName,
  clockOf,
  dayWord,
  hoursOn,
  isQuarterOn,
  PRESETS,
  toggleQuarter,
  type Cell,
  type Week,
} from '../../week-grid/week.js';
import { WeekGrid } from '../../week-grid/WeekGrid.js';
import type { Schedule } from './alert-draft.js';
import classes from './AlertEditor.module.css';
import { useProblem, useProblems } from './problems.js';

interface ScheduleFieldProps {
  readonly schedule: Schedule | null;
  readonly path: string;
  readonly onChange: (schedule: Schedule | null) => void;
}

/** When an action may act: at any time, or as a week is painted. */
export function ScheduleField({ schedule, path, onChange }: ScheduleFieldProps) {
  // Who looks at "any time" for a moment does not lose a week that was painted.
  const [last, setLast] = useState<Schedule | null>(schedule);

  function change(changed: Schedule | null): void {
    if (changed !== null) setLast(changed);
    onChange(changed);
  }

  return (
    <div>
      <Input.Label labelElement="div" id={`${path}-when`}>
        When
      </Input.Label>
      <div>
        <SegmentedControl
          size="xs"
          aria-labelledby={`${path}-when`}
          value={schedule === null ? 'any' : 'week'}
          data={[
            { value: 'any', label: 'At any time' },
            { value: 'week', label: 'By the week' },
          ]}
          onChange={(value) => {
            change(value === 'any' ? null : (last ?? { timeZone: ownTimeZone(), days: PRESETS.working.week }));
          }}
        />
      </div>
      {schedule !== null && <WeekFields schedule={schedule} path={path} onChange={change} />}
    </div>
  );
}

function WeekFields({ schedule, path, onChange }: ScheduleFieldProps & { readonly schedule: Schedule }) {
  const [cell, setCell] = useState<Cell | null>(null);
  const problem = problemWithin(useProblems(), `${path}.days`);
  const { days } = schedule;
  const paint = (week: Week): void => {
    onChange({ ...schedule, days: week });
  };
  return (
    <div className={classes.schedule}>
      <div className={classes.presets}>
        {Object.entries(PRESETS).map(([key, { word, week }]) => (
          <Button
            key={key}
            variant="default"
            size="xs"
            onClick={() => {
              paint(week);
            }}
          >
            {word}
          </Button>
        ))}
        <span role="status" className={classes.dim}>
          On {hoursOn(days)}
        </span>
      </div>
      <WeekGrid label="Hours at which it acts" week={days} onChange={paint} onFocusCell={setCell} />
      {problem !== null && (
        <Input.Error data-problem tabIndex={-1}>
          {problem}
        </Input.Error>
      )}
      {cell === null ? (
        <p className={classes.dim}>
          Drag to paint. By keyboard: arrows move, space turns on or off, shift and arrows go on painting.
        </p>
      ) : (
        <Quarters week={days} cell={cell} onChange={paint} />
      )}
      <TimeZoneField
        className={classes.timeZone}
        timeZone={schedule.timeZone}
        problem={useProblem(`${path}.timeZone`)}
        onChange={(timeZone) => {
          onChange({ ...schedule, timeZone });
        }}
      />
    </div>
  );
}

interface QuartersProps {
  readonly week: Week;
  readonly cell: Cell;
  readonly onChange: (week: Week) => void;
}

/** The hour that is at hand, quarter by quarter. */
function Quarters({ week, cell, onChange }: QuartersProps) {
  const start = cell.hour * 4;
  return (
    <fieldset className={classes.quarters}>
      <legend>{cellName(week, cell)}</legend>
      {[0, 1, 2, 3].map((quarter) => (
        <Checkbox
          key={quarter}
          size="sm"
          label={clockOf(start + quarter)}
          aria-label={`${dayWord(cell.day)} ${clockOf(start + quarter)}–${clockOf(start + quarter + 1)}`}
          checked={isQuarterOn(week, cell, quarter)}
          onChange={() => {
            onChange(toggleQuarter(week, cell, quarter));
          }}
        />
      ))}
    </fieldset>
  );
}
