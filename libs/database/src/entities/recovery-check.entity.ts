import type { RepairStep } from '@twotwenty/contracts/action-run';
import type { RecoveryCheck, RecoveryCheckInput } from '@twotwenty/contracts/recovery-check';
import type { RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That somebody wants to know something of a machine, and what came of it. */
@Entity({ name: 'recovery_check' })
@Index('recovery_check_open', ['createdAt'], { where: 'finished_at IS NULL' })
@Index('recovery_check_created', ['createdAt'])
export class RecoveryCheckEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'recovery_check_pk' })
  id!: string;

  @Column({ type: 'text' })
  kind!: RecoveryCheck['kind'];

  @Column({ type: 'jsonb' })
  input!: RecoveryCheckInput;

  @Column({ type: 'text' })
  state!: RecoveryCheck['state'];

  @Column({ name: 'requested_by', type: 'text' })
  requestedBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  /** When this has passed, whoever is at it is taken to have died. */
  @Column({ name: 'running_until', type: 'timestamptz', nullable: true })
  runningUntil!: Date | null;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  summary!: string | null;

  @Column({ type: 'text', nullable: true })
  code!: RecoveryCode | null;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'text', array: true, default: () => "'{}'" })
  addresses!: string[];

  @Column({ type: 'jsonb', default: () => "'[]'" })
  services!: RecoveryCheck['services'];

  @Column({ type: 'jsonb', default: () => "'[]'" })
  steps!: RepairStep[];

  @Column({ type: 'text', default: () => "''" })
  output!: string;
}
