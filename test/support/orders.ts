import type { ProbeOrder } from '@twotwenty/contracts/jobs';

/** An order to test a server in clear text, due long ago, of a monitor that is well. */
export function orderTo(
  host: string,
  port: number,
  changes: Partial<ProbeOrder> & Pick<ProbeOrder, 'expiresAtMs'>,
): ProbeOrder {
  return {
    monitor: 1,
    test: 1,
    target: {
      host,
      port,
      security: 'none',
      tls: { certificate: 'require', warnDays: 14, failDays: null },
      addressFamily: 'any',
      ehloName: null,
      strictQuit: false,
    },
    maxTestDurationMs: 60_000,
    dueAtMs: 1,
    keepTranscript: false,
    well: true,
    reportWithinMs: 0,
    ...changes,
  };
}
