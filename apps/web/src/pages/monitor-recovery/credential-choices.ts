import type { Credential } from '@twotwenty/contracts/credential';
import { recoveryCredentialProblem } from '@twotwenty/contracts/recovery';
import type { RecoveryDraft } from './recovery-draft.js';

interface Choice {
  /** Id of the credential; empty for none. */
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/**
 * The credentials that repairs may use, those that the method can't log in with not to be chosen. What is chosen already
 * stays among them, whatever became of it.
 * @param credentials undefined while they are not known
 */
export function credentialChoices(
  credentials: readonly Credential[] | undefined,
  { method, credentialId }: Pick<RecoveryDraft, 'method' | 'credentialId'>,
): Choice[] {
  const offered = (credentials ?? [])
    .filter(({ id, uses }) => uses.includes('recovery') || id === credentialId)
    .map(({ id, name, uses, login: { kind } }): Choice => {
      const problem = recoveryCredentialProblem(method, { kind, uses });
      return problem === null
        ? { value: id, label: name }
        : { value: id, label: `${name}: ${problem}`, disabled: true };
    });
  const isKnown = credentialId === null || offered.some(({ value }) => value === credentialId);
  const lost = credentials === undefined ? 'Loading …' : 'One that was removed';
  return [
    { value: '', label: 'None: repairs are refused' },
    ...offered,
    ...(isKnown ? [] : [{ value: credentialId, label: lost }]),
  ];
}
