import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The SSH host key that was pinned for a machine, and the one that it showed instead. */
@Entity({ name: 'host_key' })
@Unique('host_key_machine', ['machine', 'port'])
export class HostKeyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'host_key_pk' })
  id!: string;

  /** In small letters. */
  @Column({ type: 'text' })
  machine!: string;

  @Column({ type: 'integer' })
  port!: number;

  @Column({ name: 'key_type', type: 'text' })
  keyType!: string;

  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ name: 'pinned_at', type: 'timestamptz', default: () => 'now()' })
  pinnedAt!: Date;

  @Column({ name: 'offered_type', type: 'text', nullable: true })
  offeredType!: string | null;

  @Column({ name: 'offered_fingerprint', type: 'text', nullable: true })
  offeredFingerprint!: string | null;

  @Column({ name: 'offered_at', type: 'timestamptz', nullable: true })
  offeredAt!: Date | null;
}
