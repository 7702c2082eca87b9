import type { StoredAlert } from '@twotwenty/contracts/alert';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

/** A named list of actions and the monitors it serves. */
@Entity({ name: 'alert' })
export class AlertEntity {
  /** A UUIDv7, made by the application. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'alert_pk' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  /** Whether its actions are run at all. */
  @Column({ type: 'boolean', default: true })
  enabled!: boolean;

  @Column({ type: 'jsonb' })
  assignment!: StoredAlert['assignment'];

  /** In the order in which they are run; secrets in their settings are sealed. */
  @Column({ type: 'jsonb' })
  actions!: StoredAlert['actions'];

  /** Whether it also tells when a site is lost, and when it is back. */
  @Column({ name: 'site_alerts', type: 'boolean', default: false })
  siteAlerts!: boolean;

  @VersionColumn({ type: 'integer' })
  version!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
