import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { MonitorEntity } from './monitor.entity.js';

export type IncidentEnding = 'recovered' | 'interrupted';

/** An outage that raised at least one alert. */
@Entity({ name: 'incident' })
@Index('incident_monitor', ['monitorKey', 'startedAt'])
@Index('incident_started', ['startedAt', 'id'])
export class IncidentEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'incident_pk' })
  id!: string;

  @Column({ name: 'monitor_key', type: 'integer' })
  monitorKey!: number;

  @ManyToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'monitor_key', foreignKeyConstraintName: 'incident_monitor_fk' })
  monitor!: MonitorEntity;

  /** The first failure. */
  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt!: Date;

  @Column({ type: 'integer' })
  alerts!: number;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  ending!: IncidentEnding | null;
}
