import type { StoredAction } from '@twotwenty/contracts/alert';
import type { StoredLogin } from '@twotwenty/contracts/credential';
import type { DataSource } from 'typeorm';
import { writeAudit } from './audit.repository.js';

/** What of each kind of thing holds sealed secrets. */
export interface SealedContents {
  readonly alert: readonly StoredAction[];
  readonly credential: StoredLogin;
}
export type SealedKind = keyof SealedContents;

/** A thing that may hold sealed secrets. */
export interface Sealed<K extends SealedKind> {
  readonly id: string;
  readonly name: string;
  readonly content: SealedContents[K];
}

const COLUMN_OF: Readonly<Record<SealedKind, string>> = { alert: 'actions', credential: 'login' };

/** Everything that holds sealed secrets, for whoever seals them again. */
export class SealedRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Some things of a kind by id, without locks. @param after the id after which they begin; null for the first ones */
  async page<K extends SealedKind>(kind: K, limit: number, after: string | null): Promise<Sealed<K>[]> {
    return this.dataSource.query<Sealed<K>[]>(
      `SELECT id, name, ${COLUMN_OF[kind]} AS content FROM ${kind}
       WHERE $2::uuid IS NULL OR id > $2 ORDER BY id LIMIT $1`,
      [limit, after],
    );
  }

  /**
   * Replaces what one thing holds, while nobody else can change it. Its version stays: to those who read it before it is the same.
   * @param change makes the new content of the one that is stored
   * @returns false when the thing is gone
   */
  async rewrite<K extends SealedKind>(
    kind: K,
    id: string,
    change: (content: SealedContents[K]) => SealedContents[K],
  ): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<Pick<Sealed<K>, 'content'>[]>(
        `SELECT ${COLUMN_OF[kind]} AS content FROM ${kind} WHERE id = $1 FOR NO KEY UPDATE`,
        [id],
      );
      if (row === undefined) return false;
      await manager.query(`UPDATE ${kind} SET ${COLUMN_OF[kind]} = $2::jsonb WHERE id = $1`, [
        id,
        JSON.stringify(change(row.content)),
      ]);
      return true;
    });
  }

  /** Writes down that secrets were sealed again. @param details how many; never a secret */
  async writeRotated(actor: string, details: Readonly<Record<string, unknown>>): Promise<void> {
    await this.dataSource.transaction((manager) =>
      writeAudit(manager, {
        actor,
        action: 'secrets-rotated',
        subjectType: 'secrets',
        subjectId: null,
        subjectName: null,
        details,
      }),
    );
  }
}
