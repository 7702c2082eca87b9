import type { ProbeResult } from '@twotwenty/domain/probe';

/** The result as one JSON object on one line. */
export function formatJson(result: ProbeResult): string {
  const { ok, failure, reply, quit, extensions, tls, anomalies, timings, target, transcript } = result;
  return JSON.stringify({ ok, failure, reply, quit, extensions, tls, anomalies, timings, target, transcript });
}
