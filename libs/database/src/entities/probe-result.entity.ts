import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * One site's session for one test; partitioned by day (UTC). The columns stand so that no byte is lost to
 * alignment. No foreign keys: rows go with their partition.
 */
@Entity({ name: 'probe_result' })
export class ProbeResultEntity {
  @PrimaryColumn({ name: 'monitor_key', type: 'integer', primaryKeyConstraintName: 'probe_result_pk' })
  monitorKey!: number;

  @Column({ name: 'test_number', type: 'integer' })
  testNumber!: number;

  @PrimaryColumn({ type: 'timestamptz', primaryKeyConstraintName: 'probe_result_pk' })
  at!: Date;

  @Column({ name: 'total_ms', type: 'real' })
  totalMs!: number;

  @Column({ name: 'connect_ms', type: 'real', nullable: true })
  connectMs!: number | null;

  @Column({ name: 'greeting_ms', type: 'real', nullable: true })
  greetingMs!: number | null;

  @Column({ name: 'quit_ms', type: 'real', nullable: true })
  quitMs!: number | null;

  @Column({ name: 'dns_ms', type: 'real', nullable: true })
  dnsMs!: number | null;

  @Column({ name: 'tls_ms', type: 'real', nullable: true })
  tlsMs!: number | null;

  @Column({ name: 'ehlo_ms', type: 'real', nullable: true })
  ehloMs!: number | null;

  @PrimaryColumn({ name: 'site_key', type: 'smallint', primaryKeyConstraintName: 'probe_result_pk' })
  siteKey!: number;

  @Column({ name: 'reply_code', type: 'smallint', nullable: true })
  replyCode!: number | null;

  @Column({ type: 'boolean' })
  passed!: boolean;

  /** Phase and code of the failure; null when the probe passed. */
  @Column({ type: 'text', nullable: true })
  phase!: string | null;

  @Column({ type: 'text', nullable: true })
  code!: string | null;

  /** True when the site itself was in trouble, so that this was no vote; null otherwise. */
  @Column({ type: 'boolean', nullable: true })
  suspect!: boolean | null;
}
