import type { CheckOrder, CheckReport, ProbeOrder, ProbeReport, SessionReport } from '@twotwenty/contracts/jobs';
import type { NotProbedReason } from '@twotwenty/contracts/probe-check';
import { cutText } from '@twotwenty/domain/cut-text';
import type { ProbeAnomaly, ProbeResult, SmtpReply, TranscriptLine } from '@twotwenty/domain/probe';

// A server may say as much as the probe reads, 64 KiB and each octet escaped to four characters; what travels and is stored
// of it is bounded here, below the limits of the contract.
const MAX_MESSAGE = 512;
const MAX_LINE = 1024;
const MAX_LINES = 32;
const MAX_REPLY = 4096;
const MAX_EXTENSIONS = 64;
const MAX_EXTENSION = 512;
const MAX_ANOMALIES = 32;
const MAX_TRANSCRIPT_LINES = 512;

/**
 * What the evaluators need to know of a probe. Transcript and reply travel only where somebody will want to read them.
 * @param startedAtMs when the probe began, milliseconds since 1970 by the queue's clock
 * @param suspect this place was itself in trouble
 */
export function toReport(order: ProbeOrder, result: ProbeResult, startedAtMs: number, suspect = false): ProbeReport {
  const keepDetail = !result.ok || result.anomalies.length > 0 || order.keepTranscript;
  return {
    monitor: order.monitor,
    test: order.test,
    ...toSessionReport(result, keepDetail, suspect),
    latenessMs: startedAtMs - order.dueAtMs,
  };
}

/**
 * For how long a report may wait for others, in milliseconds: not at all where it says more than that all is well as before, and else not beyond
 * the expiry of its order, so that it comes well within the lease of its test.
 * @param nowMs by the clock of the queue
 */
export function patienceMs(order: ProbeOrder, result: ProbeResult, nowMs: number): number {
  const isNews = !order.well || order.keepTranscript || result.failure !== null;
  return isNews ? 0 : Math.max(0, Math.min(order.reportWithinMs, order.expiresAtMs - nowMs));
}

/**
 * What whoever tries settings is told, always with the transcript.
 * @param made what the session showed, or why there was none
 * @param suspect this place was itself in trouble
 */
export function toCheckReport(
  { check }: CheckOrder,
  made: ProbeResult | NotProbedReason,
  suspect: boolean,
): CheckReport {
  if (typeof made === 'string') return { check, outcome: 'not-probed', reason: made };
  return { check, outcome: 'probed', session: toSessionReport(made, true, suspect) };
}

function toSessionReport(result: ProbeResult, keepDetail: boolean, suspect: boolean): SessionReport {
  return {
    passed: result.ok,
    suspect,
    failure: result.failure === null ? null : clipFinding(result.failure),
    replyCode: result.reply?.code ?? null,
    timings: { ...result.timings },
    tls: result.tls,
    detail: keepDetail
      ? {
          address: result.target.address,
          reply: result.reply === null ? null : clipReply(result.reply),
          extensions: result.extensions?.slice(0, MAX_EXTENSIONS).map((text) => clip(text, MAX_EXTENSION)) ?? null,
          anomalies: result.anomalies.slice(0, MAX_ANOMALIES).map(clipFinding),
          transcript: result.transcript.slice(0, MAX_TRANSCRIPT_LINES).map(clipTranscriptLine),
        }
      : null,
  };
}

function clipFinding({ phase, code, message }: ProbeAnomaly): ProbeAnomaly {
  return { phase, code, message: clip(message, MAX_MESSAGE) };
}

function clipTranscriptLine(line: TranscriptLine): TranscriptLine {
  return { ...line, text: clip(line.text, MAX_LINE) };
}

function clipReply({ code, lines: all, enhancedCode }: SmtpReply): {
  code: number;
  lines: string[];
  enhancedCode: string | null;
} {
  const lines: string[] = [];
  let left = MAX_REPLY;
  for (const line of all.slice(0, MAX_LINES)) {
    if (left <= 0) break;
    lines.push(clip(line, Math.min(MAX_LINE, left)));
    left -= line.length;
  }
  return { code, lines, enhancedCode };
}

function clip(text: string, max: number): string {
  return text.length <= max ? text : `${cutText(text, max - 1)}…`;
}
