import type { RunKind, RunState } from '@twotwenty/contracts/action-run';
import type { SkipCode } from '@twotwenty/domain/alerting/plan-notices';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { NoticeEntity } from './notice.entity.js';

/** What one action makes of one notice. Those that are `pending` are the outbox. */
@Entity({ name: 'action_run' })
@Index('action_run_once', ['incidentId', 'alertId', 'actionId', 'kind', 'alertNumber'], {
  unique: true,
  where: `state <> 'skipped'`,
})
@Index('action_run_due', ['actionId', 'dueAt', 'sequence'], { where: `state = 'pending'` })
@Index('action_run_ungrouped', ['actionId', 'kind', 'dueAt'], { where: `state = 'pending' AND delivery_id IS NULL` })
@Index('action_run_queued', ['actionId', 'queuedUntil'], { where: `state = 'pending' AND queued_until IS NOT NULL` })
@Index('action_run_order', ['incidentId', 'alertId', 'actionId', 'sequence'], { where: `state = 'pending'` })
@Index('action_run_incident', ['incidentId', 'sequence'])
@Index('action_run_delivery', ['deliveryId'])
@Index('action_run_notice', ['noticeId'])
@Index('action_run_sequence', ['sequence'])
@Index('action_run_failed', ['sequence'], { where: `state = 'failed'` })
@Index('action_run_ready', ['dueAt', 'sequence'], { where: `state = 'ready'` })
@Index('action_run_running', ['runningUntil'], { where: `state = 'running'` })
@Index('action_run_awaiting', ['sequence'], { where: `state = 'awaiting-approval'` })
export class ActionRunEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'action_run_pk' })
  id!: string;

  /** Of the runs of an action in an incident, a later one waits for the earlier ones. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' })
  sequence!: string;

  @Column({ name: 'notice_id', type: 'uuid' })
  noticeId!: string;

  @ManyToOne(() => NoticeEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'notice_id', foreignKeyConstraintName: 'action_run_notice_fk' })
  notice!: NoticeEntity;

  @Column({ name: 'incident_id', type: 'uuid', nullable: true })
  incidentId!: string | null;

  @Column({ name: 'alert_id', type: 'uuid' })
  alertId!: string;

  /** Name and type as they were: the alert may be gone when people read this. */
  @Column({ name: 'alert_name', type: 'text' })
  alertName!: string;

  @Column({ name: 'action_id', type: 'uuid' })
  actionId!: string;

  @Column({ name: 'action_type', type: 'text' })
  actionType!: string;

  @Column({ type: 'text' })
  kind!: RunKind;

  @Column({ name: 'alert_number', type: 'integer' })
  alertNumber!: number;

  @Column({ name: 'stands_in_for_action_id', type: 'uuid', nullable: true })
  standsInForActionId!: string | null;

  @Column({ type: 'text' })
  state!: RunState;

  @Column({ name: 'skip_code', type: 'text', nullable: true })
  skipCode!: SkipCode | null;

  @Column({ name: 'skip_reason', type: 'text', nullable: true })
  skipReason!: string | null;

  /** The key by which receivers know a repetition. Runs that are told together share one; null until that is decided. */
  @Column({ name: 'delivery_id', type: 'uuid', nullable: true })
  deliveryId!: string | null;

  /** Begun, whatever became of them. */
  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** When the next attempt is due. */
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt!: Date;

  /** It is in the queue; when this has passed, the queue is taken to have lost it. */
  @Column({ name: 'queued_until', type: 'timestamptz', nullable: true })
  queuedUntil!: Date | null;

  /** An attempt is under way; when this has passed, whoever made it is taken to have died. */
  @Column({ name: 'running_until', type: 'timestamptz', nullable: true })
  runningUntil!: Date | null;

  /** The action that stands in for this one was called upon. */
  @Column({ name: 'fell_back', type: 'boolean', default: false })
  fellBack!: boolean;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'text', nullable: true })
  response!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** Of the first attempt since it was planned, or somebody had it tried again. */
  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt!: Date | null;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;

  /** Of the last attempt. */
  @Column({ name: 'duration_ms', type: 'integer', nullable: true })
  durationMs!: number | null;
}
