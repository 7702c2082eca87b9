import type { NoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { MonitorEntity } from './monitor.entity.js';
import { SiteEntity } from './site.entity.js';

/** What there was to tell, written with the decision. Which actions tell it stands in `action_run`. */
@Entity({ name: 'notice' })
@Index('notice_monitor', ['monitorKey', 'at'])
@Index('notice_site', ['siteKey'], { where: '(site_key IS NOT NULL)' })
@Index('notice_at', ['at'])
export class NoticeEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'notice_pk' })
  id!: string;

  /** Null for what is told of a site, and for the trial of a channel. */
  @Column({ name: 'monitor_key', type: 'integer', nullable: true })
  monitorKey!: number | null;

  @ManyToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'monitor_key', foreignKeyConstraintName: 'notice_monitor_fk' })
  monitor!: MonitorEntity | null;

  /** The site it is about, if it is about one. */
  @Column({ name: 'site_key', type: 'smallint', nullable: true })
  siteKey!: number | null;

  @ManyToOne(() => SiteEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'site_key', foreignKeyConstraintName: 'notice_site_fk' })
  site!: SiteEntity | null;

  /** Of the monitor, or what joins the loss of a site to its return. */
  @Column({ name: 'incident_id', type: 'uuid', nullable: true })
  incidentId!: string | null;

  @Column({ type: 'text' })
  kind!: NoticeKind | 'test';

  @Column({ name: 'alert_number', type: 'integer' })
  alertNumber!: number;

  /** The values of the tokens, as they were when it was decided. */
  @Column({ type: 'jsonb' })
  facts!: TokenValues;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
