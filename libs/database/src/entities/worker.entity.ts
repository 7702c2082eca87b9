import type { WorkerBeat, WorkerHealth } from '@twotwenty/contracts/worker';
import type { SelfCheck } from '@twotwenty/domain/self-check';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A run of a worker process that was heard of within the last day. */
@Entity({ name: 'worker' })
@Index('worker_site', ['site'])
export class WorkerEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'worker_pk' })
  id!: string;

  /** A name, not a key: a worker may be of a site that nobody has made. */
  @Column({ type: 'text' })
  site!: string;

  @Column({ type: 'text' })
  hostname!: string;

  @Column({ type: 'text' })
  version!: string;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt!: Date;

  @Column({ name: 'last_seen_at', type: 'timestamptz' })
  lastSeenAt!: Date;

  @Column({ type: 'integer' })
  sequence!: number;

  @Column({ type: 'boolean' })
  stopping!: boolean;

  @Column({ type: 'integer' })
  sessions!: number;

  @Column({ name: 'max_sessions', type: 'integer' })
  maxSessions!: number;

  @Column({ name: 'self_check', type: 'jsonb', nullable: true })
  selfCheck!: SelfCheck | null;

  /** Null for a worker of an older version. */
  @Column({ type: 'jsonb', nullable: true })
  health!: WorkerHealth | null;

  /** Since when it sees nearly everything fail; null while it does not. */
  @Column({ type: 'jsonb', nullable: true })
  suspect!: WorkerBeat['suspect'];
}
