import type { Credential, CredentialInput, StoredLogin } from '@twotwenty/contracts/credential';
import { isDeepStrictEqual } from 'node:util';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CredentialEntity } from '../entities/credential.entity.js';
import { writeAudit } from './audit.repository.js';
import { refuseUnfitFor, refuseWhileUsed } from './credential.lock.js';
import { slice, type Slice } from './page.js';
import { isUniqueViolation, requireVersion, StorageError, type VersionCheck } from './storage-error.js';

/** A credential as it is stored: secrets are sealed. */
export interface StoredCredential extends Omit<Credential, 'login'> {
  readonly login: StoredLogin;
}

/** What people write of a credential, with its secrets sealed. */
export interface CredentialContent extends Omit<CredentialInput, 'login'> {
  readonly login: StoredLogin;
}

/** Where a page of credentials begins: after this name and, among equal names, this id. */
export interface CredentialKey {
  readonly name: string;
  readonly id: string;
}

/** What is needed to log in with a credential, or to refuse it. */
export type UsedCredential = Pick<StoredCredential, 'id' | 'name' | 'uses' | 'login'>;

/** The stored logins. Every change is written down in the audit log, without any secret. */
export class CredentialRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Credentials by name. */
  async list(limit: number, after: CredentialKey | null): Promise<Slice<StoredCredential, CredentialKey>> {
    const query = this.dataSource.getRepository(CredentialEntity).createQueryBuilder('credential');
    if (after !== null) query.andWhere('(credential.name, credential.id) > (:name, :id)', { ...after });
    const rows = await query
      .orderBy('credential.name')
      .addOrderBy('credential.id')
      .limit(limit + 1)
      .getMany();
    return slice(rows, limit, (row) => ({ name: row.name, id: row.id }), toCredential);
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<StoredCredential> {
    const row = await this.dataSource.getRepository(CredentialEntity).findOneBy({ id });
    if (row === null) throw unknownCredential();
    return toCredential(row);
  }

  /** For whoever is about to log in; null when there is none of that id. */
  async find(id: string): Promise<UsedCredential | null> {
    const row = await this.dataSource.getRepository(CredentialEntity).findOneBy({ id });
    return row === null ? null : { id: row.id, name: row.name, uses: row.uses, login: row.login };
  }

  /**
   * @param actor who does it
   * @param contentOf makes the content for the id of the new credential, for which its secrets are sealed; may throw to refuse
   * @throws StorageError `already-exists`
   */
  async insert(actor: string, contentOf: (id: string) => CredentialContent): Promise<StoredCredential> {
    const id = uuidv7();
    const content = contentOf(id);
    return this.dataSource.transaction(async (manager) => {
      const row = await save(manager, manager.create(CredentialEntity, { id, ...content }));
      await audit(manager, actor, 'credential-created', row, {});
      return toCredential(row);
    });
  }

  /**
   * Changes the fields that are named.
   * @param actor who does it
   * @param change makes of the stored credential what is to be changed; may throw to refuse
   * @throws StorageError `not-found`, `version-mismatch`, `already-exists`, `in-use`
   */
  async update(
    id: string,
    seen: VersionCheck,
    actor: string,
    change: (current: StoredCredential) => Partial<CredentialContent>,
  ): Promise<StoredCredential> {
    return this.dataSource.transaction(async (manager) => {
      const row = await lockCredential(manager, id);
      requireVersion(seen, row.version);
      const before = toCredential(row);
      const named = change(before);
      const changed = changedFields(before, { ...before, ...named });
      if (changed.length === 0) return before;
      Object.assign(row, named);
      await refuseUnfitFor(manager, id, { kind: row.login.kind, uses: row.uses });
      const saved = await save(manager, row);
      await audit(manager, actor, 'credential-changed', saved, { changed });
      return toCredential(saved);
    });
  }

  /** @param actor who does it @throws StorageError `not-found`, `version-mismatch`, `in-use` */
  async delete(id: string, seen: VersionCheck, actor: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const row = await lockCredential(manager, id);
      requireVersion(seen, row.version);
      await refuseWhileUsed(manager, id);
      await manager.delete(CredentialEntity, { id });
      await audit(manager, actor, 'credential-deleted', row, {});
    });
  }
}

async function save(manager: EntityManager, row: CredentialEntity): Promise<CredentialEntity> {
  try {
    return await manager.save(row);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new StorageError('already-exists', `There is a credential ${JSON.stringify(row.name)} already.`, [
      { field: 'name', message: 'is that of another credential already: choose another name' },
    ]);
  }
}

/**
 * Names what differs in the order of the alphabet, the fields of the login one by one. A secret that was written anew differs, even if
 * it is the same.
 */
function changedFields(before: CredentialContent, after: CredentialContent): string[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const fields = [...new Set([...old.keys(), ...now.keys()])].sort();
  return fields.filter((field) => !isDeepStrictEqual(old.get(field), now.get(field)));
}

function fieldsOf({ name, uses, login }: CredentialContent): ReadonlyMap<string, unknown> {
  const ofLogin = Object.entries(login).map(([field, value]): [string, unknown] => [`login.${field}`, value]);
  return new Map<string, unknown>([['name', name], ['uses', uses], ...ofLogin]);
}

async function audit(
  manager: EntityManager,
  actor: string,
  action: 'credential-created' | 'credential-changed' | 'credential-deleted',
  { id, name, uses, login }: CredentialEntity,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  await writeAudit(manager, {
    actor,
    action,
    subjectType: 'credential',
    subjectId: id,
    subjectName: name,
    details: { kind: login.kind, uses, ...more },
  });
}

async function lockCredential(manager: EntityManager, id: string): Promise<CredentialEntity> {
  const row = await manager.findOne(CredentialEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (row === null) throw unknownCredential();
  return row;
}

function unknownCredential(): StorageError {
  return new StorageError('not-found', 'There is no such credential.');
}

function toCredential(row: CredentialEntity): StoredCredential {
  return {
    id: row.id,
    name: row.name,
    uses: row.uses,
    login: row.login,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
