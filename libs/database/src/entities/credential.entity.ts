import type { CredentialUse, StoredLogin } from '@twotwenty/contracts/credential';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

/** As whom we log in somewhere. No two have names that differ in case alone: an index over `lower(name)` sees to that. */
@Entity({ name: 'credential' })
export class CredentialEntity {
  /** A UUIDv7, made by the application. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'credential_pk' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', array: true })
  uses!: CredentialUse[];

  /** Its secrets are sealed. */
  @Column({ type: 'jsonb' })
  login!: StoredLogin;

  @VersionColumn({ type: 'integer' })
  version!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
