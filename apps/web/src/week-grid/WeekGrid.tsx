import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import {
  cellName,
  clockOf,
  dayWord,
  HOURS,
  neighbour,
  paintBetween,
  stateOf,
  toggle,
  weekOrder,
  WEEKDAYS,
  type Cell,
  type Week,
  type Weekday,
} from './week.js';
import classes from './WeekGrid.module.css';

interface WeekGridProps {
  readonly label: string;
  readonly week: Week;
  readonly onChange: (week: Week) => void;
  /** The hour that the keyboard is at, or that was painted last. */
  readonly onFocusCell: (cell: Cell) => void;
}

/** A drag, from the first hour it touched. */
interface Stroke {
  readonly from: Cell;
  readonly isOn: boolean;
  /** As the week was before: the rectangle follows the pointer back too. */
  readonly week: Week;
}

const NARROW = '(max-width: 62em)';

/**
 * The hours of a week, to be painted: by dragging with the mouse or a finger, by the keyboard (arrows move, space turns on or
 * off, shift and arrows go on painting), by the headings of days and hours. Days are rows; on narrow windows, columns.
 */
export function WeekGrid({ label, week, onChange, onFocusCell }: WeekGridProps) {
  const order = useMemo(() => weekOrder(navigator.language), []);
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const [current, setCurrent] = useState<Cell>({ day: order[0] ?? 'monday', hour: 8 });
  const grid = useRef<HTMLTableElement>(null);

  function moveTo(cell: Cell): void {
    setCurrent(cell);
    onFocusCell(cell);
    grid.current?.querySelector<HTMLElement>(`[data-day="${cell.day}"][data-hour="${cell.hour}"]`)?.focus();
  }

  function press(event: KeyboardEvent): void {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      onChange(toggle(week, [current.day], current.hour, current.hour));
      return;
    }
    const step = stepOf(event.key, isNarrow);
    if (step === null) return;
    event.preventDefault();
    const next = neighbour(order, current, step);
    if (event.shiftKey) onChange(paintBetween(week, order, current, next, stateOf(week, current) !== 'off'));
    moveTo(next);
  }

  return (
    <table
      ref={grid}
      role="grid"
      aria-label={label}
      className={classes.grid}
      data-narrow={isNarrow || undefined}
      onKeyDown={press}
      {...usePainting(week, order, current, onChange, moveTo)}
    >
      <Cells week={week} order={order} isNarrow={isNarrow} current={current} onChange={onChange} onFocus={moveTo} />
    </table>
  );
}

/** Paints the rectangle from where the mouse or a finger came down to where it is. */
function usePainting(
  week: Week,
  order: readonly Weekday[],
  current: Cell,
  onChange: (week: Week) => void,
  moveTo: (cell: Cell) => void,
) {
  const stroke = useRef<Stroke | null>(null);
  const end = (): void => {
    stroke.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent): void => {
      const cell = cellAt(event);
      if (cell === null || event.button !== 0) return;
      event.preventDefault();
      const isOn = stateOf(week, cell) !== 'on';
      stroke.current = { from: cell, isOn, week };
      event.currentTarget.setPointerCapture(event.pointerId);
      onChange(paintBetween(week, order, cell, cell, isOn));
      moveTo(cell);
    },
    onPointerMove: (event: PointerEvent): void => {
      const begun = stroke.current;
      const cell = begun === null ? null : cellAt(event);
      if (begun === null || cell === null || (cell.day === current.day && cell.hour === current.hour)) return;
      onChange(paintBetween(begun.week, order, begun.from, cell, begun.isOn));
      moveTo(cell);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

const STEPS: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-HOURS, 0],
  End: [HOURS, 0],
};

/** By how many days and hours a key moves; null for other keys. */
function stepOf(key: string, isNarrow: boolean): readonly [number, number] | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  return isNarrow ? [step[0], step[1]] : [step[1], step[0]];
}

/** The hour below the pointer, which a finger that is dragged has long left. */
function cellAt({ clientX, clientY }: PointerEvent): Cell | null {
  const under = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-hour][data-day]');
  const day = under?.dataset['day'];
  const known = WEEKDAYS.find((weekday) => weekday === day);
  return known === undefined ? null : { day: known, hour: Number(under?.dataset['hour']) };
}

interface CellsProps {
  readonly week: Week;
  readonly order: readonly Weekday[];
  readonly isNarrow: boolean;
  readonly current: Cell;
  readonly onChange: (week: Week) => void;
  readonly onFocus: (cell: Cell) => void;
}

const ALL_HOURS = Array.from({ length: HOURS }, (_, hour) => hour);

function Cells(props: CellsProps) {
  const { week, order, isNarrow, onChange } = props;
  const dayHead = (day: Weekday) => (
    <Heading
      key={day}
      name={dayWord(day)}
      text={dayWord(day).slice(0, isNarrow ? 2 : 3)}
      scope={isNarrow ? 'col' : 'row'}
      onClick={() => {
        onChange(toggle(week, [day], 0, HOURS - 1));
      }}
    />
  );
  const hourHead = (hour: number) => (
    <Heading
      key={hour}
      name={`${clockOf(hour * 4)} on all days`}
      text={isNarrow ? clockOf(hour * 4) : String(hour).padStart(2, '0')}
      scope={isNarrow ? 'row' : 'col'}
      onClick={() => {
        onChange(toggle(week, order, hour, hour));
      }}
    />
  );
  const columns = isNarrow ? order.map(dayHead) : ALL_HOURS.map(hourHead);
  return (
    <>
      <thead role="rowgroup">
        <tr role="row">
          <td role="gridcell" className={classes.corner} />
          {columns}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {isNarrow
          ? ALL_HOURS.map((hour) => (
              <tr role="row" key={hour}>
                {hourHead(hour)}
                {order.map((day) => (
                  <HourCell key={day} {...props} cell={{ day, hour }} />
                ))}
              </tr>
            ))
          : order.map((day) => (
              <tr role="row" key={day}>
                {dayHead(day)}
                {ALL_HOURS.map((hour) => (
                  <HourCell key={hour} {...props} cell={{ day, hour }} />
                ))}
              </tr>
            ))}
      </tbody>
    </>
  );
}

interface HeadingProps {
  readonly name: string;
  readonly text: string;
  readonly scope: 'row' | 'col';
  readonly onClick: () => void;
}

/** Turns a whole day, or an hour of all days, on or off. */
function Heading({ name, text, scope, onClick }: HeadingProps) {
  return (
    <th role={scope === 'row' ? 'rowheader' : 'columnheader'} scope={scope} className={classes.heading}>
      <button
        type="button"
        aria-label={`${name}: turn on or off`}
        title={name}
        onClick={onClick}
        onKeyDown={(event) => {
          event.stopPropagation();
        }}
      >
        {text}
      </button>
    </th>
  );
}

function HourCell({ week, current, cell, onFocus }: CellsProps & { readonly cell: Cell }) {
  const state = stateOf(week, cell);
  const isCurrent = current.day === cell.day && current.hour === cell.hour;
  const name = cellName(week, cell);
  return (
    <td
      role="gridcell"
      tabIndex={isCurrent ? 0 : -1}
      aria-selected={state !== 'off'}
      aria-label={name}
      title={name}
      className={classes.cell}
      data-state={state}
      data-day={cell.day}
      data-hour={cell.hour}
      onFocus={() => {
        if (!isCurrent) onFocus(cell);
      }}
    />
  );
}
