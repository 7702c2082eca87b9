import { Not, type DataSource } from 'typeorm';
import { AccountEntity } from '../entities/account.entity.js';
import { SessionEntity } from '../entities/session.entity.js';
import { writeAudit } from './audit.repository.js';

/** A session that is valid now. */
export interface LiveSession {
  readonly accountName: string;
  /** Seconds until it ends unless it is used. */
  readonly remainingSeconds: number;
}

/** Who may log in, and who has. Times are the database's. */
export class AccountRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The stored Argon2 hash of an account's password, or null when there is no such account. */
  async passwordHash(name: string): Promise<string | null> {
    const row = await this.dataSource.getRepository(AccountEntity).findOneBy({ name });
    return row?.passwordHash ?? null;
  }

  /** Creates the account or changes its password; whoever was logged in with the old one is logged out. */
  async setPassword(name: string, passwordHash: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.upsert(AccountEntity, { name, passwordHash }, ['name']);
      await manager.delete(SessionEntity, { accountName: name });
    });
  }

  /**
   * Changes the password of an account, unless somebody else has changed it since it was read. Every other session ends.
   * @param keptTokenHash of the session that goes on; null when all of them end
   * @returns false when it was changed meanwhile
   */
  async changePassword(
    name: string,
    hashes: { readonly seen: string; readonly next: string },
    keptTokenHash: Buffer | null,
  ): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(
        AccountEntity,
        { name, passwordHash: hashes.seen },
        { passwordHash: hashes.next },
      );
      if (affected !== 1) return false;
      const ended = await manager.delete(SessionEntity, {
        accountName: name,
        ...(keptTokenHash === null ? {} : { tokenHash: Not(keptTokenHash) }),
      });
      await writeAudit(manager, {
        actor: name,
        action: 'password-changed',
        subjectType: 'account',
        subjectId: name,
        subjectName: name,
        details: { sessionsEnded: ended.affected ?? 0 },
      });
      return true;
    });
  }

  /** Begins a session, and forgets those that have ended. */
  async beginSession(tokenHash: Buffer, accountName: string, seconds: number): Promise<void> {
    await this.dataSource.query('DELETE FROM session WHERE expires_at <= now()');
    await this.dataSource.query(
      'INSERT INTO session (token_hash, account_name, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))',
      [tokenHash, accountName, seconds],
    );
  }

  /** The session of a token, or null when there is none or it has ended. */
  async findSession(tokenHash: Buffer): Promise<LiveSession | null> {
    const [row] = await this.dataSource.query<LiveSession[]>(
      `SELECT account_name AS "accountName", extract(epoch FROM expires_at - now())::float8 AS "remainingSeconds"
       FROM session WHERE token_hash = $1 AND expires_at > now()`,
      [tokenHash],
    );
    return row ?? null;
  }

  /** Lets a session last so long from now. */
  async extendSession(tokenHash: Buffer, seconds: number): Promise<void> {
    await this.dataSource.query(
      'UPDATE session SET expires_at = now() + make_interval(secs => $2) WHERE token_hash = $1',
      [tokenHash, seconds],
    );
  }

  async endSession(tokenHash: Buffer): Promise<void> {
    await this.dataSource.getRepository(SessionEntity).delete({ tokenHash });
  }
}
