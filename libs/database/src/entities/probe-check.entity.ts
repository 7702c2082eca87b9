import type { SessionReport } from '@twotwenty/contracts/jobs';
import type { NotProbedReason, ProbeCheckInput } from '@twotwenty/contracts/probe-check';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That somebody wants to try settings of a monitor before saving them, and what came of it. */
@Entity({ name: 'probe_check' })
@Index('probe_check_created', ['createdAt'])
export class ProbeCheckEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'probe_check_pk' })
  id!: string;

  /** The one that may answer. */
  @Column({ type: 'text' })
  site!: string;

  @Column({ type: 'jsonb' })
  input!: ProbeCheckInput;

  @Column({ name: 'requested_by', type: 'text' })
  requestedBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  /** An answer that comes later is not taken any more. */
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;

  /** Why there is no session. */
  @Column({ type: 'text', nullable: true })
  code!: NotProbedReason | 'queue-away' | null;

  @Column({ type: 'jsonb', nullable: true })
  session!: SessionReport | null;
}
