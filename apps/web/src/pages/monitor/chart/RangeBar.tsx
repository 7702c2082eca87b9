import { Button, UnstyledButton } from '@mantine/core';
import { serverNow } from '../../../time/server-clock.js';
import classes from './Chart.module.css';
import { DEFAULT_RANGE, moved, RANGE_WORDS, RANGES, zoomed, type Range, type Span } from './ranges.js';

export type ChartView = 'phases' | 'sites';
const VIEWS: readonly (readonly [ChartView, string])[] = [
  ['phases', 'By phase'],
  ['sites', 'By site'],
];

interface RangeBarProps {
  /** Null while a stretch of time is shown that ends at an instant, or none was chosen. */
  readonly range: Range | null;
  readonly span: Span;
  readonly view: ChartView;
  readonly onRange: (range: Range) => void;
  readonly onSpan: (span: Span) => void;
  readonly onView: (view: ChartView) => void;
}

/** Chooses the time that is shown, and how. */
export function RangeBar({ range, span, view, onRange, onSpan, onView }: RangeBarProps) {
  const isLive = Math.abs(span.toMs - serverNow()) < 5000;
  const current = isLive ? (range ?? DEFAULT_RANGE) : range;
  const steps: readonly (readonly [string, string, Span, boolean])[] = [
    ['‹', 'Earlier', moved(span, -0.5), false],
    ['›', 'Later', moved(span, 0.5), isLive],
    ['+', 'Zoom in', zoomed(span, 0.5), false],
    ['−', 'Zoom out', zoomed(span, 2), false],
  ];
  return (
    <div className={classes.bar}>
      <div role="group" aria-label="Time shown" className={classes.choices}>
        {RANGES.map((each) => (
          <Choice
            key={each}
            isChosen={current === each}
            title={`The last ${RANGE_WORDS[each]}`}
            onClick={() => onRange(each)}
          >
            {each.replace('h', ' h').replace('d', ' d')}
          </Choice>
        ))}
      </div>
      <div role="group" aria-label="Move and zoom" className={classes.choices}>
        {steps.map(([sign, word, to, isOff]) => (
          <Button
            key={word}
            variant="default"
            size="compact-sm"
            aria-label={word}
            title={word}
            disabled={isOff}
            onClick={() => {
              onSpan(to);
            }}
          >
            {sign}
          </Button>
        ))}
      </div>
      <div role="group" aria-label="Show" className={classes.choices}>
        {VIEWS.map(([each, word]) => (
          <Choice key={each} isChosen={view === each} onClick={() => onView(each)}>
            {word}
          </Choice>
        ))}
      </div>
    </div>
  );
}

interface ChoiceProps {
  readonly isChosen: boolean;
  readonly title?: string;
  readonly onClick: () => void;
  readonly children: string;
}

function Choice({ isChosen, title, onClick, children }: ChoiceProps) {
  return (
    <UnstyledButton className={classes.choice} aria-pressed={isChosen} title={title} onClick={onClick}>
      {children}
    </UnstyledButton>
  );
}
