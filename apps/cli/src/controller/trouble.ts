import { inWords } from '../in-words.js';
import { withoutPassword } from '../secrets.js';
import { type Connection, UnexpectedStatusError } from './client.js';
import { NotUnderstoodError } from './lenient.js';

/**
 * Why a controller did not do what it was asked, and what to do about it, for a person.
 * @param ofStatus what a status means that it answers with; not asked about 401
 */
export function explainTrouble(
  error: unknown,
  { url, adminToken }: Connection,
  ofStatus: (error: UnexpectedStatusError, controller: string) => string,
): string {
  const controller = `The controller at ${withoutPassword(url)}`;
  if (error instanceof NotUnderstoodError) {
    return `What the controller at ${withoutPassword(url)} answers is not understood (${error.message}). Run the same version everywhere.`;
  }
  if (error instanceof UnexpectedStatusError) {
    if (error.status !== 401) return ofStatus(error, controller);
    const fix = adminToken === undefined ? 'Set ADMIN_TOKEN to it.' : "See that ADMIN_TOKEN is the controller's.";
    return `${controller} wants the token of the administrator. ${fix}`;
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') return `${controller} did not answer in time.`;
  return `No controller answers at ${withoutPassword(url)}: ${inWords(error)}. Start it, or say with --url where it is.`;
}
