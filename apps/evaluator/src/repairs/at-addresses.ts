import type { RecoveryFailure } from '@twotwenty/actions/recovery/recovery-method';

/**
 * Goes from address to address of a machine until one can be connected to: a name may have an address that has no way from
 * here, as IPv6 often has none. Nothing was asked of a machine that could not be reached.
 * @param addresses at least one
 * @returns what came of the last address that was tried
 */
export async function atAddresses<T extends { readonly result: string }>(
  addresses: readonly string[],
  visit: (address: string) => Promise<T | RecoveryFailure>,
  step: (what: string) => void,
): Promise<T | RecoveryFailure> {
  const [address, ...others] = addresses;
  if (address === undefined) throw new Error('a machine without an address was let through');
  const outcome = await visit(address);
  if (others.length === 0 || !isUnreachable(outcome)) return outcome;
  step(`${address} could not be reached; the next address is tried.`);
  return atAddresses(others, visit, step);
}

function isUnreachable(outcome: { readonly result: string; readonly code?: string }): boolean {
  return outcome.result === 'failed' && outcome.code === 'unreachable';
}
