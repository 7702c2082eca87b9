import type { NoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';

/** What is to be said, and what is known about it. */
export interface Notice {
  /** The same on every attempt to deliver this notice, and on no other: receivers know a repetition by it. */
  readonly id: string;
  /** `test`: somebody tries the channel. */
  readonly kind: NoticeKind | 'test';
  /** One line, rendered from the template. */
  readonly subject: string;
  /** Lines of text, rendered from the template. */
  readonly text: string;
  /** The facts of each incident it tells of, of a monitor or a site: one, or several where notices are grouped. Never empty. */
  readonly incidents: readonly [TokenValues, ...TokenValues[]];
  /** When it was decided. */
  readonly at: Date;
}

export type DeliveryOutcome =
  | {
      readonly ok: true;
      /** What the receiver answered, for people to read: one line, without secrets. */
      readonly response: string;
    }
  | {
      readonly ok: false;
      /** False: trying again with the same settings can not help. */
      readonly retryable: boolean;
      /** One sentence for a tired administrator: what went wrong, and where to look. Without secrets. */
      readonly error: string;
      /** What the receiver answered, if it did. */
      readonly response: string | null;
      /** How long the receiver asked to be left alone (Retry-After), seconds. */
      readonly retryAfterSeconds: number | null;
    };

export interface DeliveryContext {
  /** Aborted when the time for the delivery is over. A channel then ends at once, and leaves nothing open. */
  readonly signal: AbortSignal;
}

/** One way to tell somebody. Delivers a notice once; when and how often to try is not its business. */
export interface Channel<Settings> {
  /**
   * Never throws for what a receiver or a network does: that is an outcome.
   * @param settings with the secrets in the clear
   */
  deliver(notice: Notice, settings: Settings, context: DeliveryContext): Promise<DeliveryOutcome>;
}

/** How much of an answer is kept, characters. */
export const MAX_RESPONSE_LENGTH = 1024;
/** How much of an error is kept, characters. */
export const MAX_ERROR_LENGTH = 1024;
