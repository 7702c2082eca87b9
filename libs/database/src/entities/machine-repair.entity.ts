import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That a machine is being repaired, and that it was: one row for each of its names and addresses. */
@Entity({ name: 'machine_repair' })
@Index('machine_repair_run', ['runId'])
export class MachineRepairEntity {
  /** A name or an address, in small letters. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'machine_repair_pk' })
  machine!: string;

  @PrimaryColumn({ name: 'run_id', type: 'uuid', primaryKeyConstraintName: 'machine_repair_pk' })
  runId!: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'machine_repair_pk' })
  attempt!: number;

  /** Nobody else may repair the machine until then; null once it has ended. */
  @Column({ name: 'busy_until', type: 'timestamptz', nullable: true })
  busyUntil!: Date | null;

  @Column({ name: 'acted_at', type: 'timestamptz', nullable: true })
  actedAt!: Date | null;
}
