import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { MonitorEntity } from './monitor.entity.js';

/**
 * What the list of monitors is searched, filtered, sorted and counted by. Written by triggers on `monitor` and
 * `monitor_state` alone, and only when one of its columns changes: a test that changes no state leaves it alone, so that
 * its index costs the hot update of `monitor_state` nothing. Its rows are a quarter as long as those they are taken from.
 */
@Entity({ name: 'monitor_listing' })
@Index('monitor_listing_trouble', ['severity', 'since', 'monitorKey'])
@Index('monitor_listing_name', ['nameOrder', 'monitorKey'])
export class MonitorListingEntity {
  @PrimaryColumn({ name: 'monitor_key', type: 'integer', primaryKeyConstraintName: 'monitor_listing_pk' })
  monitorKey!: number;

  @OneToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'monitor_key', foreignKeyConstraintName: 'monitor_listing_monitor_fk' })
  monitor!: MonitorEntity;

  @Column({ name: 'device_id', type: 'uuid' })
  deviceId!: string;

  /** How bad the standing is: the place of its hold or status, counted from the end of `STANDINGS`. */
  @Column({ type: 'smallint' })
  severity!: number;

  @Column({ type: 'timestamptz' })
  since!: Date;

  /** Whether tests of it begin: without a hold, and under maintenance that is muted only. */
  @Column({ name: 'is_tested', type: 'boolean' })
  isTested!: boolean;

  /** The name in lower case. */
  @Column({ name: 'name_order', type: 'text' })
  nameOrder!: string;

  @Column({ type: 'text', array: true })
  sites!: string[];

  @Column({ type: 'text', array: true })
  tags!: string[];

  /** Name, host and tags in lower case, a line each. */
  @Column({ type: 'text' })
  search!: string;
}
