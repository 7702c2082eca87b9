import type { MaintenanceInput } from '@twotwenty/contracts/maintenance';
import type { MaintenanceMode } from '@twotwenty/domain/holds';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

/** When some monitors are under maintenance. Whether it is open is computed, never stored. */
@Entity({ name: 'maintenance_window' })
export class MaintenanceWindowEntity {
  /** A UUIDv7, made by the application. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'maintenance_window_pk' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ type: 'text' })
  mode!: MaintenanceMode;

  /** `window` is a word of SQL. */
  @Column({ name: 'schedule', type: 'jsonb' })
  window!: MaintenanceInput['window'];

  @Column({ type: 'jsonb' })
  assignment!: MaintenanceInput['assignment'];

  @VersionColumn({ type: 'integer' })
  version!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
