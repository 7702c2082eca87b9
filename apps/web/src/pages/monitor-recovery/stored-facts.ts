import type { Credential } from '@twotwenty/contracts/credential';
import type { RecoveryParameters } from '@twotwenty/contracts/recovery';
import { METHOD_WORDS } from './recovery-words.js';

/** What is stored, name and value each. */
export function storedFacts(
  recovery: RecoveryParameters | null,
  credentials: readonly Pick<Credential, 'id' | 'name'>[],
): readonly (readonly [name: string, value: string])[] {
  if (recovery === null) return [['Machine', 'none']];
  const { machine, method, port, credentialId, services } = recovery;
  const credential = credentials.find(({ id }) => id === credentialId)?.name ?? credentialId ?? 'none';
  return [
    ['Machine', machine],
    ['Method', METHOD_WORDS[method]],
    ['Port', port === null ? 'the usual one' : String(port)],
    ['Credential', credential],
    ['Services', services.length === 0 ? 'none' : services.join(', ')],
  ];
}
