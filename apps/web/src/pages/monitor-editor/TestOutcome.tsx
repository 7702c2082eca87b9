import { Loader } from '@mantine/core';
import type { ProbeCheck, ProbeCheckResult } from '@twotwenty/contracts/probe-check';
import { PHASE_WORDS } from '../../session/session-words.js';
import { PhaseTimes } from '../../session/PhaseTimes.js';
import { Transcript } from '../../session/Transcript.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Ago } from '../../time/Times.js';
import classes from './MonitorEditor.module.css';
import { formatCertificate, outcomeOf } from './outcome-words.js';
import type { TestNowControl } from './use-test-now.js';

/** What came of trying the settings. */
export function TestOutcome({ control: { check, isRunning, isOutdated } }: { readonly control: TestNowControl }) {
  return (
    <div role="status">
      {isRunning && (
        <div className={classes.outcome}>
          <div className={classes.verdict}>
            <Loader size="xs" />
            <div>Testing{check === undefined ? '' : ` from ${check.site}`} …</div>
          </div>
        </div>
      )}
      {!isRunning && check !== undefined && check.state !== 'pending' && (
        <Ended check={check} isOutdated={isOutdated} />
      )}
    </div>
  );
}

function Ended({ check, isOutdated }: { readonly check: ProbeCheck; readonly isOutdated: boolean }) {
  const { outcome, word, shape } = outcomeOf(check);
  const { result } = check;
  const text = result === null ? check.error : result.detail?.message;
  return (
    <div className={classes.outcome} data-outcome={outcome}>
      <div className={classes.verdict}>
        <StandingIcon of={shape} />
        <div>
          <strong>{word}</strong>
          {text !== null && text !== undefined && (
            <>
              : <bdi>{text}</bdi>
            </>
          )}
          <p className={classes.dim}>
            From {check.site}, <Ago at={check.finishedAt ?? check.createdAt} />
            {isOutdated && '. What is in the form has been changed since.'}
          </p>
        </div>
      </div>
      {result !== null && <Session result={result} />}
    </div>
  );
}

function Session({ result }: { readonly result: ProbeCheckResult }) {
  const { phase, code, timings, detail, suspect } = result;
  const certificate = detail?.tls === null || detail?.tls === undefined ? null : formatCertificate(detail.tls);
  return (
    <>
      {suspect && <p>Nearly everything fails at this site just now: its own line may be at fault, not the server.</p>}
      {phase !== null && (
        <p>
          Failed in: {PHASE_WORDS[phase]}
          {code !== null && ` (${code})`}
        </p>
      )}
      <PhaseTimes timings={timings} />
      {detail !== null && detail.address !== null && (
        <p>
          Address: <bdi>{detail.address}</bdi>
        </p>
      )}
      {certificate !== null && <p>{certificate}</p>}
      {detail?.anomalies.map(({ code: anomaly, message }, index) => (
        <p key={`${index} ${anomaly}`}>
          Noted: <bdi>{message}</bdi>
        </p>
      ))}
      <Transcript lines={detail?.transcript ?? []} />
    </>
  );
}
