import type { StoredLastTest, StoredVote } from '@twotwenty/contracts/monitor';
import type { MaintenanceMode } from '@twotwenty/domain/holds';
import type { Hold, Status } from '@twotwenty/domain/status';
import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { MonitorEntity } from './monitor.entity.js';

/** What changes with every test. One narrow row per monitor, apart from the configuration, so that updates stay cheap. */
@Entity({ name: 'monitor_state' })
@Index('monitor_state_due', ['dueAt'], {
  where: `((hold IS NULL) OR ((hold = 'maintenance'::text) AND (maintenance = 'mute'::text)))`,
})
@Index('monitor_state_confirmation', ['monitorKey'], { where: 'confirm_pending' })
@Index('monitor_state_suspended', ['suspendedUntil'], { where: '(suspended_until IS NOT NULL)' })
@Index('monitor_state_maintenance', ['monitorKey'], { where: '(maintenance IS NOT NULL)' })
export class MonitorStateEntity {
  @PrimaryColumn({ name: 'monitor_key', type: 'integer', primaryKeyConstraintName: 'monitor_state_pk' })
  monitorKey!: number;

  @OneToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'monitor_key', foreignKeyConstraintName: 'monitor_state_monitor_fk' })
  monitor!: MonitorEntity;

  /** The policy of `monitor_policy` that follows from the monitor's configuration. Kept by triggers. */
  @Column({ name: 'policy_key', type: 'integer' })
  policyKey!: number;

  @Column({ type: 'text' })
  status!: Status;

  @Column({ type: 'text', nullable: true })
  hold!: Hold | null;

  /** The end of a suspension, whatever stronger hold there is; null when there is none. */
  @Column({ name: 'suspended_until', type: 'timestamptz', nullable: true })
  suspendedUntil!: Date | null;

  /** What the windows that are open ask for, whatever stronger hold there is. */
  @Column({ type: 'text', nullable: true })
  maintenance!: MaintenanceMode | null;

  @Column({ type: 'timestamptz' })
  since!: Date;

  @Column({ type: 'integer', default: 0 })
  failures!: number;

  @Column({ type: 'integer', default: 0 })
  alerts!: number;

  @Column({ name: 'first_failure_at', type: 'timestamptz', nullable: true })
  firstFailureAt!: Date | null;

  @Column({ name: 'incident_id', type: 'uuid', nullable: true })
  incidentId!: string | null;

  /** When the next test begins; while one is in flight, when that one was due. */
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt!: Date;

  /**
   * While a test is in flight, when it ends without an answer; never less than the grace after it was due. In no index, so
   * that the beginning of a test is a HOT update. Null where a version without this column began it: then it is `dueAt`.
   */
  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil!: Date | null;

  /** The number of the last test that was claimed, 0 before the first. */
  @Column({ name: 'test_number', type: 'integer', default: 0 })
  testNumber!: number;

  /** When the last test was claimed. */
  @Column({ name: 'test_started_at', type: 'timestamptz', default: () => 'now()' })
  testStartedAt!: Date;

  @Column({ name: 'in_flight', type: 'boolean', default: false })
  inFlight!: boolean;

  /** Somebody asked for the test that comes next or is in flight: its transcript is kept even when it passes. */
  @Column({ type: 'boolean', default: false })
  forced!: boolean;

  /** The sites that were asked in the last test; before the first, those that it will ask. None since a hold began. */
  @Column({ type: 'text', array: true, default: () => "'{}'" })
  sites!: string[];

  /** The last of `sites`, where it was asked to confirm a failure that the others saw. */
  @Column({ name: 'confirm_site', type: 'text', nullable: true })
  confirmSite!: string | null;

  /** The site that confirms is still to be sent its order. */
  @Column({ name: 'confirm_pending', type: 'boolean', default: false })
  confirmPending!: boolean;

  /** What they said so far; with the verdict it goes over to `lastTest`. */
  @Column({ type: 'jsonb', default: () => "'{}'" })
  votes!: Record<string, StoredVote>;

  @Column({ name: 'last_test', type: 'jsonb', nullable: true })
  lastTest!: StoredLastTest | null;

  /** How long the slowest site of the last test took, milliseconds; null before the first. Lists are sorted by it. */
  @Column({ name: 'response_ms', type: 'real', nullable: true })
  responseMs!: number | null;

  /** The last test that may have asked a former server: certificates of tests up to this one are not kept. */
  @Column({ name: 'certificates_after_test', type: 'integer', default: 0 })
  certificatesAfterTest!: number;
}
