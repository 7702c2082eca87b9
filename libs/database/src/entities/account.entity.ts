import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who may log in. */
@Entity({ name: 'account' })
export class AccountEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'account_pk' })
  name!: string;

  /** Argon2id in PHC string format. */
  @Column({ name: 'password_hash', type: 'text' })
  passwordHash!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
