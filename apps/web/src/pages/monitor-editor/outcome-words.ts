import type { ProbeCheck, ProbeCheckResult } from '@twotwenty/contracts/probe-check';
import type { Standing } from '../../status/standing.js';

interface Outcome {
  readonly outcome: 'passed' | 'failed' | 'none';
  readonly word: string;
  /** Whose shape it borrows. */
  readonly shape: Standing;
}

/** How a test that has ended is told. A server that was not reached by us at all has neither passed nor failed. */
export function outcomeOf({ result }: Pick<ProbeCheck, 'result'>): Outcome {
  if (result === null) return { outcome: 'none', word: 'Not tested', shape: 'warn' };
  return result.passed
    ? { outcome: 'passed', word: 'Passed', shape: 'up' }
    : { outcome: 'failed', word: 'Failed', shape: 'down' };
}

type TlsReport = NonNullable<NonNullable<ProbeCheckResult['detail']>['tls']>;

/** `TLSv1.3, certificate of mx.example.com valid for 80 days`. */
export function formatCertificate({ protocol, certificate, valid }: TlsReport): string {
  const { names, subject, daysLeft } = certificate;
  const whose = names[0] ?? subject;
  const days =
    daysLeft < 0
      ? `expired ${-daysLeft} days ago`
      : `${valid ? 'valid' : 'not valid, and expires'} ${valid ? 'for' : 'in'} ${daysLeft} days`;
  return `${protocol}, certificate of ${whose} ${days}`;
}
