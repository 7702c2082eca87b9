import { AddressBusyError, ProbeUnavailableError } from '@twotwenty/smtp/errors';
import { greetingContradictions, speechFlaws } from '@twotwenty/smtp/dialogue-model.fixture';
import { flawsOf, LATE_MS } from '@twotwenty/smtp/result-flaws.fixture';
import { ABORTED, hasConnected, type Run } from './runner.js';

/** Something that must not be. */
export interface Flaw {
  readonly kind: 'rejected' | 'result' | 'dialogue' | 'connection' | 'late' | 'stray-error' | 'memory';
  readonly text: string;
}

/** Ends so much before the deadline had nothing to do with it. */
const CLEARLY_BEFORE_MS = 20;

/** Everything that is wrong with a session, but for how long it took. */
export function flawsOfRun(run: Run): Flaw[] {
  const { input, result, target, observation } = run;
  const flaws: Flaw[] = [];
  const add = (kind: Flaw['kind'], texts: readonly string[]): void => {
    for (const text of texts) flaws.push({ kind, text });
  };
  if (result === null) add('rejected', rejectionFlaws(run));
  const { octetsSentBefore, sentPlain, plain, secured, wasCutOff } = observation;
  const sentBefore = octetsSentBefore === null ? null : sentPlain.slice(0, octetsSentBefore);
  add('dialogue', speechFlaws({ plain, secured, sentBefore }, target));
  add('connection', connectionFlaws(run));
  if (result === null) return flaws;
  // How late it was is judged apart, together with the stalls of the event loop.
  add('result', flawsOf(result, { target, maxTestDurationMs: input.maxTestDurationMs }, Infinity));
  if (target.security !== 'tls') {
    const end = wasCutOff ? 'reset' : observation.hasClosed ? 'closed' : 'silent';
    add('dialogue', greetingContradictions(result, { octets: sentPlain, end }, input.maxTestDurationMs));
  }
  return flaws;
}

/** True if the probe was kept from being made by this machine. */
export function isShortage({ error }: Run): boolean {
  return error instanceof ProbeUnavailableError && !(error instanceof AddressBusyError);
}

/** True if the time was up when the gate, which turns nobody away, let the probe in: nobody is to blame then. */
function wasLetInTooLate({ error, lateMs }: Run): boolean {
  return error instanceof AddressBusyError && lateMs > -CLEARLY_BEFORE_MS;
}

/** True if a session took longer than it may, for whatever reason. */
export function isLate({ lateMs }: Run): boolean {
  return lateMs > LATE_MS;
}

/** True if a session took longer than it may, and not because the event loop was held up. */
export function isLateByItself({ lateMs, lateByStallMs }: Run): boolean {
  return lateMs - lateByStallMs > LATE_MS;
}

function rejectionFlaws(run: Run): string[] {
  const { error, input } = run;
  if (isShortage(run) || wasLetInTooLate(run) || (input.abortAfterMs !== null && error === ABORTED)) return [];
  return [`rejected with ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
}

function connectionFlaws(run: Run): string[] {
  const { input, observation, tookMs, result, visitsLeft } = run;
  const { connections, clientEnd, wasCutOff } = observation;
  const flaws: string[] = [];
  // Nothing was tried then. If it is not the probe that made it up, libuv closed it: for want of a descriptor, untold.
  if (connections === 0 && hasConnected(run)) flaws.push('a connection that the server never got');
  if (connections > 1) flaws.push(`connected ${connections} times`);
  if (connections > 0 && clientEnd === null) flaws.push('did not close the connection');
  if (visitsLeft > 0) flaws.push(`did not leave the gate ${visitsLeft} times`);
  const told = result === null ? [] : [...result.anomalies, ...(result.failure === null ? [] : [result.failure])];
  if (!wasCutOff && told.some(({ code }) => code === 'connection-reset')) flaws.push('a reset that there was not');
  const hadTime = tookMs < input.maxTestDurationMs - CLEARLY_BEFORE_MS;
  const isPlain = input.target.security === 'none';
  if (result !== null && hadTime && isPlain && !wasCutOff && clientEnd === 'rst') flaws.push('closed with a RST');
  return flaws;
}
