import { EVALUATOR } from '@twotwenty/contracts/audit';
import type { HostKey } from '@twotwenty/contracts/host-key';
import { machineKeys } from '@twotwenty/domain/recovery/machine-keys';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { HostKeyEntity } from '../entities/host-key.entity.js';
import { writeAudit } from './audit.repository.js';
import { slice, type Slice } from './page.js';
import { StorageError } from './storage-error.js';

/** Where a page of keys begins: after this machine and port. */
export interface HostKeyPlace {
  readonly machine: string;
  readonly port: number;
}

/** A key that a machine shows. */
export interface ShownKey {
  readonly type: string;
  /** `SHA256:` and base64. */
  readonly fingerprint: string;
}

// The update changes nothing, but locks the key that is there: it can not be removed before it is compared.
const PIN = `
  INSERT INTO host_key (id, machine, port, key_type, fingerprint) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (machine, port) DO UPDATE SET machine = excluded.machine`;

/** The SSH host keys of machines: the first one is pinned, another one is refused until somebody accepts it. */
export class HostKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Compares the key that a machine shows with the pinned one; pins it when there is none. Another key is kept to be
   * accepted.
   * @returns null when all is well, else the fingerprint of the pinned key
   */
  async check(machine: string, port: number, key: ShownKey): Promise<{ readonly pinned: string } | null> {
    const [name = machine] = machineKeys(machine, []);
    return this.dataSource.transaction(async (manager) => {
      const id = uuidv7();
      await manager.query(PIN, [id, name, port, key.type, key.fingerprint]);
      const row = await lockKey(manager, { machine: name, port });
      if (row.id === id) await audit(manager, EVALUATOR, 'host-key-pinned', row);
      if (row.fingerprint === key.fingerprint) return null;
      Object.assign(row, { offeredType: key.type, offeredFingerprint: key.fingerprint, offeredAt: new Date() });
      await manager.save(row);
      return { pinned: row.fingerprint };
    });
  }

  /** Keys by machine and port. */
  async list(limit: number, after: HostKeyPlace | null): Promise<Slice<HostKey, HostKeyPlace>> {
    const query = this.dataSource.getRepository(HostKeyEntity).createQueryBuilder('key');
    if (after !== null) query.where('(key.machine, key.port) > (:machine, :port)', { ...after });
    const rows = await query
      .orderBy('key.machine')
      .addOrderBy('key.port')
      .limit(limit + 1)
      .getMany();
    return slice(rows, limit, ({ machine, port }) => ({ machine, port }), toHostKey);
  }

  /**
   * Pins the key that was offered.
   * @param fingerprint of the key that the caller has seen
   * @throws StorageError `not-found`, `invalid` when another key, or none, was offered
   */
  async accept(id: string, fingerprint: string, actor: string): Promise<HostKey> {
    return this.dataSource.transaction(async (manager) => {
      const row = await lockKey(manager, { id });
      if (row.offeredType === null || row.offeredFingerprint !== fingerprint) {
        const message =
          row.offeredFingerprint === null ? 'no other key was offered' : 'is not the key that was offered';
        throw new StorageError('invalid', 'This key can not be accepted.', [{ field: 'fingerprint', message }]);
      }
      const accepted = { keyType: row.offeredType, fingerprint, pinnedAt: new Date() };
      const noOffer = { offeredType: null, offeredFingerprint: null, offeredAt: null };
      const before = row.fingerprint;
      await manager.save(Object.assign(row, accepted, noOffer));
      await audit(manager, actor, 'host-key-accepted', row, { before });
      return toHostKey(row);
    });
  }

  /** Forgets the key of a machine: the next one that it shows is pinned. @throws StorageError `not-found` */
  async delete(id: string, actor: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const row = await lockKey(manager, { id });
      await audit(manager, actor, 'host-key-removed', row);
      await manager.delete(HostKeyEntity, { id });
    });
  }
}

async function lockKey(manager: EntityManager, where: { id: string } | HostKeyPlace): Promise<HostKeyEntity> {
  const row = await manager.findOne(HostKeyEntity, { where, lock: { mode: 'pessimistic_write' } });
  if (row === null) throw new StorageError('not-found', 'There is no such host key.');
  return row;
}

async function audit(
  manager: EntityManager,
  actor: string,
  action: 'host-key-pinned' | 'host-key-accepted' | 'host-key-removed',
  { id, machine, port, fingerprint }: HostKeyEntity,
  more: { readonly before?: string } = {},
): Promise<void> {
  const details = { port, fingerprint, ...more };
  await writeAudit(manager, { actor, action, subjectType: 'host-key', subjectId: id, subjectName: machine, details });
}

function toHostKey(row: HostKeyEntity): HostKey {
  const { offeredType: type, offeredFingerprint: fingerprint, offeredAt: at } = row;
  return {
    id: row.id,
    machine: row.machine,
    port: row.port,
    pinned: { type: row.keyType, fingerprint: row.fingerprint, at: row.pinnedAt.toISOString() },
    offered: type === null || fingerprint === null || at === null ? null : { type, fingerprint, at: at.toISOString() },
  };
}
