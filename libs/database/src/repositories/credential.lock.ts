import type { CredentialKind, CredentialUse } from '@twotwenty/contracts/credential';
import { recoveryCredentialProblem, type RecoveryMethodName } from '@twotwenty/contracts/recovery';
import type { EntityManager } from 'typeorm';
import { StorageError } from './storage-error.js';

/** What of a credential decides where it may be used. */
export interface UsableCredential {
  readonly kind: CredentialKind;
  readonly uses: readonly CredentialUse[];
}

/**
 * Looks up a credential that is about to be named. Until the transaction ends it is neither removed nor changed: a lock
 * that only kept it would let it lose the use that was just found.
 */
export async function lockForUse(manager: EntityManager, id: string): Promise<UsableCredential | null> {
  const [row] = await manager.query<UsableCredential[]>(
    `SELECT login->>'kind' AS kind, uses FROM credential WHERE id = $1 FOR SHARE`,
    [id],
  );
  return row ?? null;
}

interface User {
  readonly name: string;
  readonly method: RecoveryMethodName;
}

const MAX_NAMED = 3;

/** Refuses to remove a credential, which the caller has locked, while monitors name it. @throws StorageError `in-use` */
export async function refuseWhileUsed(manager: EntityManager, id: string): Promise<void> {
  const users = await usersOf(manager, id);
  if (users.length === 0) return;
  throw new StorageError('in-use', `The credential is used for the recovery of ${namesOf(users)}.`);
}

/**
 * Refuses a change after which a monitor could not be repaired with a credential any more. The caller has locked it.
 * @throws StorageError `in-use`
 */
export async function refuseUnfitFor(manager: EntityManager, id: string, changed: UsableCredential): Promise<void> {
  const users = await usersOf(manager, id);
  const unfit = users.filter(({ method }) => recoveryCredentialProblem(method, changed) !== null);
  const [first] = unfit;
  if (first === undefined) return;
  const problem = recoveryCredentialProblem(first.method, changed);
  const field = changed.uses.includes('recovery') ? 'login.kind' : 'uses';
  throw new StorageError('in-use', `The credential is used for the recovery of ${namesOf(unfit)}: it ${problem}.`, [
    { field, message: `must stay fit for the recovery of ${namesOf(unfit)}: else the credential ${problem}` },
  ]);
}

async function usersOf(manager: EntityManager, id: string): Promise<User[]> {
  return manager.query<User[]>(
    `SELECT name, recovery->>'method' AS method FROM monitor WHERE recovery_credential_id = $1 ORDER BY name, key`,
    [id],
  );
}

/** Such as `the monitors "A", "B", "C" and 2 more`. */
function namesOf(users: readonly User[]): string {
  const names = users.slice(0, MAX_NAMED).map(({ name }) => JSON.stringify(name));
  const more = users.length > MAX_NAMED ? ` and ${users.length - MAX_NAMED} more` : '';
  return `the monitor${users.length === 1 ? '' : 's'} ${names.join(', ')}${more}`;
}
