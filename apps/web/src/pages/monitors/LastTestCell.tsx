import type { LastTest } from '@twotwenty/contracts/monitor';
import { Ago } from '../../time/Times.js';
import { formatMs, lastTestFacts } from './last-test.js';
import classes from './LastTestCell.module.css';

export function LastTestCell({ test }: { readonly test: LastTest | null }) {
  if (test === null) return <span className={classes.facts}>Not tested yet</span>;
  const { outcome, reason, replyCode, totalMs, sites } = lastTestFacts(test);
  const facts = [
    outcome === 'unknown' ? 'no verdict' : outcome,
    replyCode === null ? null : `reply ${replyCode}`,
    totalMs === null ? null : formatMs(totalMs),
    sites,
  ].filter((fact) => fact !== null);
  return (
    <>
      {reason !== null && (
        <bdi className={classes.reason} title={reason}>
          {reason}
        </bdi>
      )}
      <span className={classes.facts}>
        {facts.join(' · ')} · <Ago at={test.at} />
      </span>
    </>
  );
}
