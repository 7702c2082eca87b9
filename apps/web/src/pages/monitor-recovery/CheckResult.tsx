import type { RecoveryCheck } from '@twotwenty/contracts/recovery-check';
import type { CheckControl } from '../../api/recovery-checks.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Ago } from '../../time/Times.js';
import classes from './MonitorRecovery.module.css';
import { CHECK_STATE_WORDS, formatStepTime } from './recovery-words.js';

/** What came of looking at a machine. */
export function CheckResult({ control }: { readonly control: Pick<CheckControl, 'check' | 'isLate'> }) {
  const { check, isLate } = control;
  return (
    <div role="status">
      {check !== undefined && (
        <div className={classes.result} data-state={check.state}>
          <Outcome check={check} isLate={isLate} />
          {check.addresses.length > 0 && <bdi className={classes.address}>{check.addresses.join(', ')}</bdi>}
          {check.lookAt !== null && (
            <p className={classes.line}>
              <strong>Look at:</strong> {check.lookAt}
            </p>
          )}
          {check.steps.length > 0 && <Steps check={check} />}
          {check.output !== '' && <pre className={classes.output}>{check.output}</pre>}
        </div>
      )}
    </div>
  );
}

function Outcome({ check, isLate }: { readonly check: RecoveryCheck; readonly isLate: boolean }) {
  const { word, shape } = CHECK_STATE_WORDS[check.state];
  const text = isLate ? 'Nothing has looked yet. Is an evaluator running?' : (check.error ?? check.summary);
  return (
    <div className={classes.outcome}>
      <StandingIcon of={shape} />
      <div>
        <strong>{word}</strong>
        {text !== null && (
          <>
            : <bdi>{text}</bdi>
          </>
        )}
        <span className={classes.when}>
          <bdi>{check.machine}</bdi> · <Ago at={check.finishedAt ?? check.createdAt} />
          {check.code !== null && ` · ${check.code}`}
        </span>
      </div>
    </div>
  );
}

function Steps({ check: { steps, createdAt } }: { readonly check: RecoveryCheck }) {
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map(({ at, text }, index) => (
        <li key={`${index} ${at}`}>
          <span className={classes.dim}>{formatStepTime(at, createdAt)}</span> <bdi>{text}</bdi>
        </li>
      ))}
    </ol>
  );
}
