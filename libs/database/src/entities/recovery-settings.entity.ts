import { Check, Column, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

/** The guard rails of all repairs: one row. */
@Entity({ name: 'recovery_settings' })
@Check('recovery_settings_one', 'id = 1')
export class RecoverySettingsEntity {
  @PrimaryColumn({ type: 'smallint', default: 1, primaryKeyConstraintName: 'recovery_settings_pk' })
  id!: number;

  @Column({ type: 'boolean', default: false })
  stopped!: boolean;

  @Column({ name: 'stop_reason', type: 'text', default: () => "''" })
  stopReason!: string;

  @Column({ name: 'cooldown_seconds', type: 'integer', default: 300 })
  cooldownSeconds!: number;

  @Column({ name: 'max_per_machine_per_day', type: 'integer', default: 6 })
  maxPerMachinePerDay!: number;

  @VersionColumn({ type: 'integer', default: 1 })
  version!: number;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ name: 'updated_by', type: 'text', nullable: true })
  updatedBy!: string | null;
}
