import type { StoredTlsReport } from '@twotwenty/contracts/certificate';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { MonitorEntity } from './monitor.entity.js';
import { SiteEntity } from './site.entity.js';

/** What a site last saw of a monitor's TLS. Changes rarely: it is written when something changed, else once an hour. */
@Entity({ name: 'monitor_certificate' })
export class MonitorCertificateEntity {
  @PrimaryColumn({ name: 'monitor_key', type: 'integer', primaryKeyConstraintName: 'monitor_certificate_pk' })
  monitorKey!: number;

  @ManyToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'monitor_key', foreignKeyConstraintName: 'monitor_certificate_monitor_fk' })
  monitor!: MonitorEntity;

  @PrimaryColumn({ name: 'site_key', type: 'smallint', primaryKeyConstraintName: 'monitor_certificate_pk' })
  siteKey!: number;

  @ManyToOne(() => SiteEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'site_key', foreignKeyConstraintName: 'monitor_certificate_site_fk' })
  site!: SiteEntity;

  /** SHA-256 of the certificate, in hexadecimal. */
  @Column({ type: 'text' })
  fingerprint!: string;

  /** Tells whether the report changed, without reading it. */
  @Column({ type: 'bytea' })
  digest!: Buffer;

  /** Since when the site has seen this certificate without a break. */
  @Column({ name: 'first_seen_at', type: 'timestamptz' })
  firstSeenAt!: Date;

  /** When the site saw it last, up to an hour ago. */
  @Column({ name: 'checked_at', type: 'timestamptz' })
  checkedAt!: Date;

  @Column({ type: 'jsonb' })
  report!: StoredTlsReport;
}
