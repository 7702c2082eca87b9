import type { RecoveryMethodName } from '@twotwenty/contracts/recovery';
import type { RepairStep } from '@twotwenty/contracts/action-run';
import type { RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';
import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { ActionRunEntity } from './action-run.entity.js';

/** What is known of a repair besides its run. Written when it begins, or when somebody releases it. */
@Entity({ name: 'repair' })
export class RepairEntity {
  @PrimaryColumn({ name: 'run_id', type: 'uuid', primaryKeyConstraintName: 'repair_pk' })
  runId!: string;

  @OneToOne(() => ActionRunEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'run_id', foreignKeyConstraintName: 'repair_run_fk' })
  run!: ActionRunEntity;

  @Column({ type: 'text', nullable: true })
  machine!: string | null;

  @Column({ type: 'text', array: true, default: () => "'{}'" })
  addresses!: string[];

  @Column({ type: 'integer', nullable: true })
  port!: number | null;

  @Column({ type: 'text', nullable: true })
  method!: RecoveryMethodName | null;

  @Column({ name: 'credential_id', type: 'uuid', nullable: true })
  credentialId!: string | null;

  @Column({ type: 'text', array: true, default: () => "'{}'" })
  services!: string[];

  @Column({ type: 'text', nullable: true })
  code!: RecoveryCode | null;

  /** Unsigned 32 bits; read as a number. */
  @Column({ name: 'exit_status', type: 'bigint', nullable: true })
  exitStatus!: number | null;

  /** Who released it, declined it, or had it carried out again. */
  @Column({ name: 'released_by', type: 'text', nullable: true })
  releasedBy!: string | null;

  @Column({ name: 'released_at', type: 'timestamptz', nullable: true })
  releasedAt!: Date | null;

  /** Attempts that waited for their turn, or were handed on, before anything was done: they are not counted for people. */
  @Column({ name: 'put_back', type: 'integer', default: 0 })
  putBack!: number;

  /** When leave was given to change the machine. From then on it is not carried out again by itself. */
  @Column({ name: 'acted_at', type: 'timestamptz', nullable: true })
  actedAt!: Date | null;

  @Column({ type: 'jsonb', default: () => "'[]'" })
  steps!: RepairStep[];

  @Column({ type: 'text', default: () => "''" })
  output!: string;
}
