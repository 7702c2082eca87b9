import type { EventData } from '../repositories/event.rows.js';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { MonitorEntity } from './monitor.entity.js';

/** Something that happened to a monitor. Written once, never changed. */
@Entity({ name: 'event' })
@Index('event_monitor', ['monitorKey', 'id'])
@Index('event_monitor_at', ['monitorKey', 'at', 'id'])
export class EventEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'event_pk',
  })
  id!: string;

  @Column({ name: 'monitor_key', type: 'integer' })
  monitorKey!: number;

  @ManyToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'monitor_key', foreignKeyConstraintName: 'event_monitor_fk' })
  monitor!: MonitorEntity;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  type!: string;

  @Column({ name: 'test_number', type: 'integer', nullable: true })
  testNumber!: number | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** What the type of the event adds (from and to, number, incidentId, hold), and the votes of the test. */
  @Column({ type: 'jsonb' })
  data!: EventData;
}
