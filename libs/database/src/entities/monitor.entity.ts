import type { MonitorInput } from '@twotwenty/contracts/monitor';
import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import { CredentialEntity } from './credential.entity.js';
import { DeviceEntity } from './device.entity.js';

/** The configuration of a monitor. What changes with every test stands in `monitor_state`. */
@Entity({ name: 'monitor' })
@Index('monitor_device', ['deviceId'])
@Index('monitor_recovery_credential', ['recoveryCredentialId'])
@Index('monitor_sites', ['sites'], { type: 'gin' })
@Unique('monitor_id', ['id'])
@Check(
  'monitor_recovery_credential_same',
  `recovery_credential_id IS NOT DISTINCT FROM (recovery->>'credentialId')::uuid`,
)
export class MonitorEntity {
  /** The internal key: four bytes in every result, job and event, where the id would take sixteen. */
  @PrimaryGeneratedColumn('identity', {
    type: 'integer',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'monitor_pk',
  })
  key!: number;

  /** The id of the API: a UUIDv7, made by the application, so that ids sort by age. */
  @Column({ type: 'uuid' })
  id!: string;

  @Column({ name: 'device_id', type: 'uuid' })
  deviceId!: string;

  @ManyToOne(() => DeviceEntity, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'device_id', foreignKeyConstraintName: 'monitor_device_fk' })
  device!: DeviceEntity;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ name: 'store_statistics', type: 'boolean' })
  storeStatistics!: boolean;

  @Column({ type: 'jsonb' })
  target!: MonitorInput['target'];

  @Column({ type: 'jsonb' })
  timing!: MonitorInput['timing'];

  @Column({ type: 'jsonb' })
  notification!: MonitorInput['notification'];

  @Column({ type: 'jsonb', nullable: true })
  recovery!: MonitorInput['recovery'];

  /** The `credentialId` of `recovery`, for the foreign key. */
  @Column({ name: 'recovery_credential_id', type: 'uuid', nullable: true })
  recoveryCredentialId!: string | null;

  @ManyToOne(() => CredentialEntity, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'recovery_credential_id', foreignKeyConstraintName: 'monitor_recovery_credential_fk' })
  recoveryCredential!: CredentialEntity | null;

  @Column({ type: 'text', array: true })
  sites!: string[];

  @Column({ name: 'sites_to_fail', type: 'smallint', nullable: true })
  sitesToFail!: number | null;

  /** The site that confirms failures, by its name as `sites`. */
  @Column({ name: 'confirm_from', type: 'text', nullable: true })
  confirmFrom!: string | null;

  @Column({ type: 'text', array: true, default: () => "'{}'" })
  tags!: string[];

  @VersionColumn({ type: 'integer' })
  version!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
