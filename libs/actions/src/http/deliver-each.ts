import { type DeliveryOutcome, MAX_ERROR_LENGTH } from '../channel.js';
import { fitText } from './fit-text.js';

/** One of several requests that a notice takes. */
export interface Part {
  /** As an error names it, such as `2 of 3`. */
  readonly name: string;
  readonly deliver: () => Promise<DeliveryOutcome>;
}

/**
 * Delivers the parts of a notice in their order. Trouble that may pass ends it, as the parts that follow would meet it
 * too; a part that can not be delivered at all does not keep the others from it.
 * @param parts at least one
 * @returns what ended it, else the first failure, else the first success
 */
export async function deliverEach(parts: readonly Part[]): Promise<DeliveryOutcome> {
  let told: DeliveryOutcome | null = null;
  for (const { name, deliver } of parts) {
    const outcome = await deliver();
    const part = parts.length === 1 ? outcome : named(outcome, name);
    if (told === null || (told.ok && !part.ok) || mayPass(part)) told = part;
    if (mayPass(told)) break;
  }
  if (told === null) throw new RangeError('a notice takes at least one request');
  return told;
}

function mayPass(outcome: DeliveryOutcome): boolean {
  return !outcome.ok && outcome.retryable;
}

function named(outcome: DeliveryOutcome, name: string): DeliveryOutcome {
  return outcome.ok ? outcome : { ...outcome, error: fitText(`${name}: ${outcome.error}`, MAX_ERROR_LENGTH) };
}
