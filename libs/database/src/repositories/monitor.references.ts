import { recoveryCredentialProblem, type RecoveryMethodName } from '@twotwenty/contracts/recovery';
import type { EntityManager } from 'typeorm';
import { lockForUse } from './credential.lock.js';
import { StorageError, type FieldProblem } from './storage-error.js';

/** What of a monitor names something else; null where there is nothing to look up. */
export interface MonitorReferences {
  readonly deviceId: string | null;
  readonly sites: readonly string[];
  readonly confirmFrom: string | null;
  readonly credential: RecoveryCredential | null;
  /** Ids of monitors; a place that holds none is an empty text. */
  readonly dependsOn: readonly string[];
}

/** What a monitor is repaired with; the method is null where it is none, which leaves the kind of the credential open. */
interface RecoveryCredential {
  readonly id: string;
  readonly method: RecoveryMethodName | null;
}

/**
 * Names every reference that leads nowhere, or to what can't be used. Inside a transaction, what is found can't be removed before it ends.
 * @returns one problem per field, empty when all is well
 */
export async function findReferenceProblems(
  manager: EntityManager,
  references: MonitorReferences,
): Promise<FieldProblem[]> {
  const named = [
    ...references.sites.map((site, index) => ({ field: `sites.${index}`, site })),
    ...(references.confirmFrom === null ? [] : [{ field: 'confirmFrom', site: references.confirmFrom }]),
  ];
  const known = new Set(
    await lockedSites(
      manager,
      named.map(({ site }) => site),
    ),
  );
  const problems = named.flatMap(({ field, site }) =>
    known.has(site) ? [] : [{ field, message: `names no site that exists: ${JSON.stringify(site)}` }],
  );
  if (references.deviceId !== null && !(await lockDevice(manager, references.deviceId))) {
    problems.unshift({ field: 'deviceId', message: 'names no device that exists: choose another one' });
  }
  return [
    ...problems,
    ...(await credentialProblems(manager, references.credential)),
    ...(await unknownMonitors(manager, references.dependsOn)),
  ];
}

/** @throws StorageError `unknown-reference` that lists every field */
export async function requireReferences(manager: EntityManager, references: MonitorReferences): Promise<void> {
  const problems = await findReferenceProblems(manager, references);
  if (problems.length > 0)
    throw new StorageError(
      'unknown-reference',
      'The monitor names something that does not exist or can not be used.',
      problems,
    );
}

async function lockedSites(manager: EntityManager, names: readonly string[]): Promise<string[]> {
  const rows = await manager.query<{ name: string }[]>(
    'SELECT name FROM site WHERE name = ANY($1) ORDER BY key FOR KEY SHARE',
    [names],
  );
  return rows.map((row) => row.name);
}

async function unknownMonitors(manager: EntityManager, ids: readonly string[]): Promise<FieldProblem[]> {
  if (ids.length === 0) return [];
  const rows = await manager.query<{ id: string }[]>(
    'SELECT id FROM monitor WHERE id = ANY($1::uuid[]) ORDER BY key FOR KEY SHARE',
    [ids.filter((id) => id !== '')],
  );
  const known = new Set(rows.map((row) => row.id));
  return ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ field: `dependsOn.${index}`, message: 'is no monitor that exists: choose another one' }],
  );
}

async function credentialProblems(manager: EntityManager, named: RecoveryCredential | null): Promise<FieldProblem[]> {
  if (named === null) return [];
  const field = 'recovery.credentialId';
  const credential = await lockForUse(manager, named.id);
  if (credential === null) return [{ field, message: 'names no credential that exists: choose another one' }];
  const problem = named.method === null ? null : recoveryCredentialProblem(named.method, credential);
  return problem === null ? [] : [{ field, message: problem }];
}

async function lockDevice(manager: EntityManager, id: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>('SELECT 1 FROM device WHERE id = $1 FOR KEY SHARE', [id]);
  return rows.length > 0;
}
