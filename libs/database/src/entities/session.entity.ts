import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from './account.entity.js';

/** A browser that is logged in. Only the hash of the cookie is kept: whoever reads the table can't use it. */
@Entity({ name: 'session' })
@Index('session_expires', ['expiresAt'])
export class SessionEntity {
  @PrimaryColumn({ name: 'token_hash', type: 'bytea', primaryKeyConstraintName: 'session_pk' })
  tokenHash!: Buffer;

  @Column({ name: 'account_name', type: 'text' })
  accountName!: string;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_name', foreignKeyConstraintName: 'session_account_fk' })
  account!: AccountEntity;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}
