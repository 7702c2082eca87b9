import type { Result } from '@twotwenty/contracts/history';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is kept of a session beyond its figures: message, reply, anomalies, transcript. Partitioned by day like the results. */
@Entity({ name: 'probe_detail' })
export class ProbeDetailEntity {
  @PrimaryColumn({ name: 'monitor_key', type: 'integer', primaryKeyConstraintName: 'probe_detail_pk' })
  monitorKey!: number;

  @PrimaryColumn({ type: 'timestamptz', primaryKeyConstraintName: 'probe_detail_pk' })
  at!: Date;

  @PrimaryColumn({ name: 'site_key', type: 'smallint', primaryKeyConstraintName: 'probe_detail_pk' })
  siteKey!: number;

  @Column({ type: 'jsonb' })
  detail!: NonNullable<Result['detail']>;
}
