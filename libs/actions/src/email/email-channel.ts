import { type Channel, type DeliveryOutcome } from '../channel.js';
import { delivered, notDelivered, OUT_OF_TIME } from '../outcomes.js';
import { hostAndPort } from '../resolve-host.js';
import { TimeLimit } from '../time-limit.js';
import type { EmailSettings, RelaySettings } from './email-settings.js';
import { mailMessage } from './mail-message.js';
import { relayFailure, type RelayFailure } from './relay-failure.js';
import { type Accepted, type Mail, sendThrough } from './smtp-delivery.js';

export type { EmailSettings } from './email-settings.js';

export interface EmailOptions {
  /** The time after which callers abort a delivery, milliseconds. It is shared among the relays that are left to try. */
  readonly timeLimitMs?: number;
}

/** A little less than the 30 s that a delivery usually gets, so that the last relay's failure is told as its own. */
const DEFAULT_TIME_LIMIT_MS = 28_000;

/**
 * Sends notices as mail, through the first relay that takes them. The next one is tried unless a relay refused the message
 * itself, or its recipients, for good. A repetition has the same Message-ID.
 */
export function createEmailChannel({ timeLimitMs = DEFAULT_TIME_LIMIT_MS }: EmailOptions = {}): Channel<EmailSettings> {
  return {
    async deliver(notice, settings, { signal }) {
      const deadline = performance.now() + timeLimitMs;
      const { from, to, cc, bcc, ehloName } = settings;
      const recipients = [...new Set([...to, ...cc, ...bcc])];
      const mail = { from, recipients, ehloName, message: await mailMessage(notice, settings) };
      const failures: RelayFailure[] = [];
      for (const [index, relay] of settings.relays.entries()) {
        const share = (deadline - performance.now()) / (settings.relays.length - index);
        const outcome = await tryRelay(relay, mail, Math.max(1, Math.floor(share)), signal);
        if ('accepted' in outcome) return success(relay, outcome.accepted, failures);
        failures.push(outcome.failure);
        if (outcome.failure.final || signal.aborted) break;
      }
      return defeat(failures);
    },
  };
}

async function tryRelay(
  relay: RelaySettings,
  mail: Mail,
  timeMs: number,
  signal: AbortSignal,
): Promise<{ accepted: Accepted } | { failure: RelayFailure }> {
  using share = new TimeLimit(signal, timeMs);
  try {
    return { accepted: await sendThrough(relay, mail, share.signal) };
  } catch (error) {
    return { failure: relayFailure(relay, outOfTime(signal, share, timeMs) ?? error) };
  }
}

function outOfTime(signal: AbortSignal, share: TimeLimit, timeMs: number): Error | null {
  if (signal.aborted) return new Error(OUT_OF_TIME);
  return share.isTimeOver ? new Error(`it was not done after ${Math.round(timeMs / 1000)} s`) : null;
}

function success(
  relay: RelaySettings,
  { response, refused }: Accepted,
  failures: readonly RelayFailure[],
): DeliveryOutcome {
  const notes = [
    `${hostAndPort(relay.host, relay.port)}: ${response}`,
    ...refused.map(({ recipient, reply }) => `refused ${recipient}: ${reply}`),
    ...failures.map(({ error }) => `before that ${error}`),
  ];
  return delivered(notes.join('; '));
}

function defeat(failures: readonly RelayFailure[]): DeliveryOutcome {
  const errors = failures.map(({ error }) => error).join('; ');
  const last = failures.findLast(({ reply }) => reply !== null);
  const retryable = failures.every(({ final }) => !final) && failures.some(({ permanent }) => !permanent);
  return notDelivered(errors === '' ? OUT_OF_TIME : errors, retryable, last?.reply ?? null);
}
