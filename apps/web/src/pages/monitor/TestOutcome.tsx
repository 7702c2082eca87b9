import { Button } from '@mantine/core';
import type { Result } from '@twotwenty/contracts/history';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { verdictOf } from '@twotwenty/contracts/past-tests';
import { sessionWords } from './beats/beat-words.js';
import classes from './MonitorHead.module.css';
import { Transcript } from '../../session/Transcript.js';

const VERDICTS = { pass: 'passed', fail: 'failed', unknown: 'ended without a verdict' } as const;

interface TestOutcomeProps {
  readonly monitor: Monitor;
  /** Of the test, as far as they are known. */
  readonly sessions: readonly Result[];
  readonly testNumber: number;
  readonly onClose: () => void;
}

/** What came of a test that was asked for, with what was said. */
export function TestOutcome({ monitor, sessions, testNumber, onClose }: TestOutcomeProps) {
  const { lastTest } = monitor.state;
  const verdict = lastTest?.number === testNumber ? lastTest.verdict : verdictOf(sessions, monitor.sitesToFail);
  return (
    <section className={classes.outcome} aria-label={`Test ${testNumber}`}>
      <div className={classes.outcomeHead}>
        <strong role="status">
          Test {testNumber} {VERDICTS[verdict]}
        </strong>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          Close
        </Button>
      </div>
      {!monitor.storeStatistics && <span>{lastTest?.reason ?? 'This monitor keeps no results.'}</span>}
      {sessions.map((session) => (
        <div key={session.site}>
          <p>
            {session.site}: <bdi>{sessionWords(session)}</bdi>
          </p>
          {session.detail !== null && <Transcript lines={session.detail.transcript} />}
        </div>
      ))}
    </section>
  );
}
