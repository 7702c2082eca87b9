import type { RepairDetail, RepairStep } from '@twotwenty/contracts/action-run';
import { Fact, Facts } from '../app/Facts.js';
import { formatExact } from '../time/relative-time.js';
import { After } from '../time/Times.js';
import { METHOD_WORDS } from './repair-words.js';
import classes from './Repairs.module.css';

/** Where a repair acted, step by step, and what was printed. */
export function RepairReport({ repair }: { readonly repair: RepairDetail }) {
  return (
    <div className={classes.report}>
      <Place repair={repair} />
      {repair.steps.length > 0 && <Steps steps={repair.steps} />}
      {repair.output !== '' && (
        <div>
          <p className={classes.label}>Output</p>
          <pre className={classes.output} role="region" aria-label="Output of the repair" tabIndex={0}>
            {repair.output}
          </pre>
        </div>
      )}
    </div>
  );
}

function Place({ repair }: { readonly repair: RepairDetail }) {
  const { machine, addresses, port, method, services, releasedBy, actedAt, exitStatus, code } = repair;
  return (
    <Facts>
      <Fact name="Machine" value={machine && <bdi>{machine}</bdi>} />
      <Fact name="Addresses" value={addresses.length > 0 ? addresses.join(', ') : null} />
      <Fact name="Port" value={port} />
      <Fact name="Method" value={method && METHOD_WORDS[method]} />
      <Fact name="Services" value={services.length > 0 ? <bdi>{services.join(', ')}</bdi> : null} />
      <Fact name="Decided by" value={releasedBy && <bdi>{releasedBy}</bdi>} />
      <Fact name="Machine asked" value={actedAt && <time dateTime={actedAt}>{formatExact(actedAt)}</time>} />
      <Fact name="Exit status" value={exitStatus} />
      <Fact name="Code" value={code} />
    </Facts>
  );
}

/** Steps never change once they are told, and two may be told in the same words at the same moment. */
function Steps({ steps }: { readonly steps: readonly RepairStep[] }) {
  const beganAt = steps[0]?.at ?? '';
  return (
    <div>
      <p className={classes.label}>Steps</p>
      <ol className={classes.steps}>
        {steps.map(({ at, text }, index) => (
          <li key={index}>
            <After at={at} since={beganAt} />
            <bdi>{text}</bdi>
          </li>
        ))}
      </ol>
    </div>
  );
}
