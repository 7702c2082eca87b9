import type { EntityManager } from 'typeorm';
import { StorageError } from './storage-error.js';

/** The internal key of a monitor. @throws StorageError `not-found` */
export async function keyOfMonitor(manager: EntityManager, id: string): Promise<number> {
  const [row] = await manager.query<{ key: number }[]>('SELECT key FROM monitor WHERE id = $1', [id]);
  if (row === undefined) throw new StorageError('not-found', 'There is no such monitor.');
  return row.key;
}
