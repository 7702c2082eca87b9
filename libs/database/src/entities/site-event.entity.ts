import type { SiteNoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { SiteEntity } from './site.entity.js';

/** Something that happened to a site. Written once, never changed. */
@Entity({ name: 'site_event' })
@Index('site_event_site', ['siteKey', 'id'])
export class SiteEventEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'site_event_pk',
  })
  id!: string;

  @Column({ name: 'site_key', type: 'smallint' })
  siteKey!: number;

  @ManyToOne(() => SiteEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'site_key', foreignKeyConstraintName: 'site_event_site_fk' })
  site!: SiteEntity;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  type!: SiteNoticeKind;

  /** Joins bad news to what takes it back. */
  @Column({ name: 'incident_id', type: 'uuid' })
  incidentId!: string;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;
}
