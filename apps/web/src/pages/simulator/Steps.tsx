import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { isRepair, type ServingAlerts } from '@twotwenty/contracts/alert';
import { useState } from 'react';
import { channelWord } from '../../status/channel-words.js';
import { StandingIcon, StandingMark } from '../../status/StandingMark.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { Table } from '../../table/Table.js';
import { After } from '../../time/Times.js';
import { formatDuration, formatExact } from '../../time/relative-time.js';
import classes from './Simulator.module.css';
import { stepsOf, type Quiet, type SimulatedTest } from './simulation-facts.js';

const COLUMNS = [
  { name: 'Test', width: '14%' },
  { name: 'When', width: '18%' },
  { name: 'State', width: '8.5rem' },
  { name: 'Failures', width: '5.5rem' },
  { name: 'What happens' },
];
/** Of a long run of quiet tests so many are shown at once. */
const AT_ONCE = 100;
/** Steps that are shown at once. */
const STEPS_AT_ONCE = 200;

interface StepsProps {
  readonly tests: readonly SimulatedTest[];
  readonly startsAt: string;
  readonly alerts: ServingAlerts['items'];
}

/** The outage test by test. */
export function Steps({ tests, startsAt, alerts }: StepsProps) {
  const [limit, setLimit] = useState(STEPS_AT_ONCE);
  const steps = stepsOf(tests);
  return (
    <>
      <Table label="Tests of the outage" columns={COLUMNS}>
        {steps
          .slice(0, limit)
          .map((step) =>
            step.type === 'told' ? (
              <TestRow key={step.test.number} test={step.test} startsAt={startsAt} alerts={alerts} />
            ) : (
              <QuietRows key={`q${step.tests[0]?.number}`} step={step} startsAt={startsAt} alerts={alerts} />
            ),
          )}
      </Table>
      {steps.length > limit && (
        <Button
          variant="default"
          mt="md"
          onClick={() => {
            setLimit(limit + STEPS_AT_ONCE);
          }}
        >
          Show more of {steps.length} steps
        </Button>
      )}
    </>
  );
}

interface TestRowProps extends Omit<StepsProps, 'tests'> {
  readonly test: SimulatedTest;
}

function TestRow({ test, startsAt, alerts }: TestRowProps) {
  const { number, startedAt, verdict, stateAfter, failures, alertNumber, recovered, notices } = test;
  const tone = stateAfter === 'down' || stateAfter === 'lost' || stateAfter === 'warn' ? stateAfter : undefined;
  return (
    <Row tone={tone}>
      <RowHead>Test {number}</RowHead>
      <Cell>
        <After at={startedAt} since={startsAt} /> <span className={classes.dim}>{formatExact(startedAt)}</span>
      </Cell>
      <Cell>
        <StandingMark standing={stateAfter} />
      </Cell>
      <Cell label="failures">{failures}</Cell>
      <Cell line>
        {verdict === 'fail' ? 'Fails' : 'Passes'}
        {alertNumber !== null && <strong>, alert {alertNumber} is raised</strong>}
        {recovered && <strong>, the monitor has recovered</strong>}
        <Notices notices={notices} alerts={alerts} />
      </Cell>
    </Row>
  );
}

interface NoticesProps {
  readonly notices: SimulatedTest['notices'];
  readonly alerts: ServingAlerts['items'];
}

/** What every action would do, or why it would not. */
function Notices({ notices, alerts }: NoticesProps) {
  if (notices.length === 0) return null;
  return (
    <ul className={classes.notices}>
      {notices.map(({ alertId, actionId, decision, reason }) => {
        const alert = alerts.find(({ id }) => id === alertId);
        const index = alert?.actions.findIndex(({ id }) => id === actionId) ?? -1;
        const action = alert?.actions[index];
        return (
          <li key={`${alertId} ${actionId}`} data-decision={decision}>
            <StandingIcon of={decision === 'send' ? 'up' : 'held'} size={14} />
            <span>
              {action === undefined ? 'An action' : `${index + 1}. ${channelWord(action.type)}`} of{' '}
              <Link to="/alerts/$alertId" params={{ alertId }}>
                <bdi>{alert?.name ?? 'an alert'}</bdi>
              </Link>
              {decision === 'send' ? doneWords(action) : `: not carried out. ${reason?.message ?? ''}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** A repair may be refused once it is to begin: by its guard rails, or because the monitor names no machine. */
function doneWords(action: { readonly type: string } | undefined): string {
  return action !== undefined && isRepair(action) ? ' is begun, if its guard rails allow it' : ' is carried out';
}

interface QuietRowsProps extends Omit<StepsProps, 'tests'> {
  readonly step: Quiet;
}

/** Many tests that change nothing, as one line that can be opened. */
function QuietRows({ step, startsAt, alerts }: QuietRowsProps) {
  const [shown, setShown] = useState(0);
  const { tests } = step;
  const [first, last] = [tests[0], tests.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <>
      {tests.slice(0, shown).map((test) => (
        <TestRow key={test.number} test={test} startsAt={startsAt} alerts={alerts} />
      ))}
      {shown < tests.length && (
        <Row>
          <RowHead>
            Tests {(tests[shown] ?? first).number}–{last.number}
          </RowHead>
          <Cell>
            <After at={(tests[shown] ?? first).startedAt} since={startsAt} /> to{' '}
            <After at={last.startedAt} since={startsAt} />
          </Cell>
          <Cell>
            <StandingMark standing={first.stateAfter} />
          </Cell>
          <Cell label="failures">
            {(tests[shown] ?? first).failures}–{last.failures}
          </Cell>
          <Cell line>
            Nothing changes, a test every {formatDuration(first.nextInSeconds * 1000)}.{' '}
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => {
                setShown(shown + AT_ONCE);
              }}
            >
              Show {shown === 0 ? 'them' : 'more'}
            </Button>
          </Cell>
        </Row>
      )}
    </>
  );
}
