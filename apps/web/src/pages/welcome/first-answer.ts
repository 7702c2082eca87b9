import type { Monitor } from '@twotwenty/contracts/monitor';

type LastTest = NonNullable<Monitor['state']['lastTest']>;
type Phase = LastTest['votes'][string]['phase'];

const ADVICE: Readonly<Record<NonNullable<Phase>, string>> = {
  dns: 'The name could not be resolved where the test ran. Is it spelled right, and is that DNS server the right one to ask?',
  connect:
    'Nothing answered there. Is the port right, and does every firewall on the way let this machine through? Many networks block port 25 outwards.',
  tls: 'The connection could not be secured. Does this port speak TLS from the start, and is the certificate valid for this name?',
  greeting:
    'The server answered, but it did not greet with code 220. It may refuse this machine: see whether it wants a reverse DNS entry, or blocks its address.',
  ehlo: 'The server greeted, and then refused to go on. It may not like the name that this machine gives itself.',
  starttls: 'The server did not begin TLS when it was asked to. Does it offer STARTTLS on this port?',
  auth: 'The server refused the log-in.',
  quit: 'The server did not say good-bye as it should.',
};

/** What the first test came to, in words. */
export interface FirstAnswer {
  readonly passed: boolean;
  readonly headline: string;
  /** Null when there is nothing to add. */
  readonly reason: string | null;
  readonly advice: string | null;
}

const secondsFormat = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, minimumFractionDigits: 1 });

/** Less than a tenth of a second is told in milliseconds. */
function formatTook(ms: number): string {
  return ms < 100 ? `${Math.round(ms)} ms` : `${secondsFormat.format(ms / 1000)} s`;
}

/** @param test the first of a monitor, or a later one */
export function firstAnswer({ verdict, reason, votes }: LastTest): FirstAnswer {
  const all = Object.values(votes).filter(({ missing }) => missing === null);
  const slowest = Math.max(0, ...all.map(({ totalMs }) => totalMs));
  const took = formatTook(slowest);
  if (verdict === 'pass') return { passed: true, headline: `First answer in ${took}: Up`, reason: null, advice: null };
  const failed = all.find(({ passed }) => !passed);
  if (failed === undefined) {
    return {
      passed: false,
      headline: 'Nobody could test it',
      reason,
      advice: 'No worker reported in time. See on the page of sites whether one is live.',
    };
  }
  return {
    passed: false,
    headline: `The first test failed after ${took}`,
    reason: reason ?? failed.message,
    advice: failed.phase === null ? null : ADVICE[failed.phase],
  };
}
