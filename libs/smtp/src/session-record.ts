import type {
  Phase,
  ProbeAnomaly,
  ProbeFailure,
  ProbeResult,
  ProbeTarget,
  SmtpReply,
  TlsReport,
} from '@twotwenty/domain/probe';
import {
  ANOMALY_CODES,
  type AnomalyCode,
  FAILURE_CODES,
  type FailureCode,
  sentence,
} from '@twotwenty/domain/failure-codes';
import { Transcript } from './transcript.js';
import { inMicroseconds, type Watch } from './watch.js';

/** Phases whose end is noted. */
type TimedPhase = Extract<Phase, 'dns' | 'connect' | 'greeting' | 'ehlo' | 'tls' | 'quit'>;

/** What a session has shown so far; it becomes the result. */
export class SessionRecord {
  readonly transcript: Transcript;
  address: string | null = null;
  reply: SmtpReply | null = null;
  /** When the last phase ended, in milliseconds since the probe began. */
  phaseEndedAtMs = 0;
  quit: { readonly code: number } | null = null;
  extensions: readonly string[] | null = null;
  tls: TlsReport | null = null;
  /** True once the dialogue has broken off for a reason that was noted: nothing after it is told of again. */
  brokenOff = false;

  private failure: ProbeFailure | null = null;
  private certificateFailed = false;
  private readonly anomalies: ProbeAnomaly[] = [];
  private readonly timings: Record<TimedPhase, number | null> = {
    dns: null,
    connect: null,
    greeting: null,
    ehlo: null,
    tls: null,
    quit: null,
  };

  constructor(
    readonly target: ProbeTarget,
    readonly watch: Watch,
  ) {
    this.transcript = new Transcript(watch);
  }

  get failed(): boolean {
    return this.failure !== null;
  }

  /**
   * Fails the probe. The first failure stays: what follows from it is no cause. Only that of a certificate gives way and
   * becomes an anomaly: a server that turns sessions away is the greater trouble.
   */
  fail(phase: Phase, code: FailureCode, detail: string | null): void {
    if (this.failure !== null && !this.certificateFailed) return;
    if (this.failure !== null) this.anomalies.push(this.failure);
    this.certificateFailed = false;
    const message = sentence(FAILURE_CODES[code].meaning, detail);
    this.failure = { phase, code, message };
    this.transcript.add('*', message);
  }

  /** Fails the probe for its certificate, unless it has failed already. */
  failForCertificate(code: FailureCode, detail: string | null): void {
    if (this.failure !== null) return;
    this.fail('tls', code, detail);
    this.certificateFailed = true;
  }

  /** Notes an anomaly, once per phase and code. */
  note(phase: Phase, code: AnomalyCode, detail: string | null): void {
    if (this.anomalies.some((noted) => noted.phase === phase && noted.code === code)) return;
    this.anomalies.push({ phase, code, message: sentence(ANOMALY_CODES[code].meaning, detail) });
  }

  /** Ends a phase: it took the time since the end of the phase before it. One that comes twice is added up. */
  endPhase(phase: TimedPhase): void {
    const nowMs = this.watch.nowMs();
    this.timings[phase] = inMicroseconds((this.timings[phase] ?? 0) + nowMs - this.phaseEndedAtMs);
    this.phaseEndedAtMs = nowMs;
  }

  /** Milliseconds that a phase has taken; null if it has not ended. */
  durationOf(phase: TimedPhase): number | null {
    return this.timings[phase];
  }

  /** The result; `totalMs` is up to the end of the last phase, without the closing of the connection. */
  result(): ProbeResult {
    const { host, port, security } = this.target;
    const { dns, connect, greeting, ehlo, tls, quit } = this.timings;
    return {
      ok: this.failure === null,
      failure: this.failure,
      reply: this.reply,
      quit: this.quit,
      extensions: this.extensions,
      tls: this.tls,
      anomalies: this.anomalies,
      timings: {
        dnsMs: dns,
        connectMs: connect,
        greetingMs: greeting,
        ehloMs: ehlo,
        tlsMs: tls,
        quitMs: quit,
        totalMs: this.phaseEndedAtMs,
      },
      target: { host, port, security, address: this.address },
      transcript: this.transcript.lines,
    };
  }
}
