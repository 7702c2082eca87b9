import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { MonitorEntity } from './monitor.entity.js';

/** A monitor and one that it depends on. It goes with either of them. */
@Entity({ name: 'monitor_dependency' })
@Index('monitor_dependency_depends_on', ['dependsOnKey'])
export class MonitorDependencyEntity {
  @PrimaryColumn({ name: 'monitor_key', type: 'integer', primaryKeyConstraintName: 'monitor_dependency_pk' })
  monitorKey!: number;

  @ManyToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'monitor_key', foreignKeyConstraintName: 'monitor_dependency_monitor_fk' })
  monitor!: MonitorEntity;

  @PrimaryColumn({ name: 'depends_on_key', type: 'integer', primaryKeyConstraintName: 'monitor_dependency_pk' })
  dependsOnKey!: number;

  @ManyToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'depends_on_key', foreignKeyConstraintName: 'monitor_dependency_depends_on_fk' })
  dependsOn!: MonitorEntity;
}
