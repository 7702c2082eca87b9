import type { ProbeOrder, ProbeReport } from '@twotwenty/contracts/jobs';
import type { ProbeResult } from '@twotwenty/domain/probe';

const HOUR_MS = 3_600_000;

/**
 * What the evaluators need to know of a probe. Transcript and reply travel only where somebody will want to read them.
 * @param startedAtMs when the probe began, milliseconds since 1970 by this machine's clock
 */
export function toReport(order: ProbeOrder, result: ProbeResult, startedAtMs: number): ProbeReport {
  const keepDetail = !result.ok || result.anomalies.length > 0 || order.keepTranscript;
  return {
    monitor: order.monitor,
    test: order.test,
    passed: result.ok,
    failure: result.failure === null ? null : { ...result.failure },
    replyCode: result.reply?.code ?? null,
    timings: { ...result.timings },
    latenessMs: latenessMs(order, startedAtMs),
    detail: keepDetail
      ? {
          address: result.target.address,
          reply: result.reply === null ? null : { code: result.reply.code, lines: [...result.reply.lines] },
          anomalies: result.anomalies.map((anomaly) => ({ ...anomaly })),
          transcript: result.transcript.map((line) => ({ ...line })),
        }
      : null,
  };
}

/** Null where the difference can only come from clocks that are set apart. */
function latenessMs(order: ProbeOrder, startedAtMs: number): number | null {
  const lateness = startedAtMs - order.dueAtMs;
  return Math.abs(lateness) < HOUR_MS ? lateness : null;
}
