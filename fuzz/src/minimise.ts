import type { Action, FuzzInput } from './input.js';

/**
 * Makes an input smaller as long as it still does what it is kept for.
 *
 * @param stillDoes runs an input
 * @param budgetMs no further attempt is made after this time, in milliseconds
 */
export async function minimise(
  input: FuzzInput,
  stillDoes: (input: FuzzInput) => Promise<boolean>,
  budgetMs: number,
): Promise<FuzzInput> {
  let best = input;
  const endsAt = performance.now() + budgetMs;
  for (let hasShrunk = true; hasShrunk;) {
    hasShrunk = false;
    for (const smaller of smallerOnes(best)) {
      if (performance.now() >= endsAt) return best;
      if (!(await stillDoes(smaller))) continue;
      best = smaller;
      hasShrunk = true;
      break;
    }
  }
  return best;
}

/** Inputs with a little less in them, those with much less first. */
function* smallerOnes(input: FuzzInput): Generator<FuzzInput> {
  const { actions, target } = input;
  for (let i = actions.length - 1; i >= 0; i -= 1) yield { ...input, actions: actions.toSpliced(i, 1) };
  if (input.abortAfterMs !== null) yield { ...input, abortAfterMs: null };
  if (input.gateMs !== null) yield { ...input, gateMs: null };
  if (input.host !== 'address') yield { ...input, host: 'address' };
  if (target.strictQuit) yield { ...input, target: { ...target, strictQuit: false } };
  if (target.ehloName !== null) yield { ...input, target: { ...target, ehloName: null } };
  for (const [i, action] of actions.entries()) {
    for (const smaller of shorter(action)) yield { ...input, actions: actions.toSpliced(i, 1, smaller) };
  }
}

function* shorter(action: Action): Generator<Action> {
  if (action.do === 'dribble') yield { do: 'send', octets: action.octets };
  if (!('octets' in action)) return;
  const { octets } = action;
  for (let size = octets.length >> 1; size >= 1; size >>= 1) {
    // A few places of each size: single octets of a long text are not worth the time.
    for (let at = 0; at < octets.length && at < size * 16; at += size) {
      yield { ...action, octets: octets.slice(0, at) + octets.slice(at + size) };
    }
  }
}
