import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A place from which is probed. */
@Entity({ name: 'site' })
@Unique('site_name', ['name'])
export class SiteEntity {
  /** Small and never reused: it stands in every stored result. */
  @PrimaryGeneratedColumn('identity', {
    type: 'smallint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'site_pk',
  })
  key!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  /** True once a worker of it was heard of: from then on it is expected to have one. */
  @Column({ name: 'had_worker', type: 'boolean', default: false })
  hadWorker!: boolean;

  /** When a worker was heard of last, if the site is lost; null while it is not. */
  @Column({ name: 'lost_since', type: 'timestamptz', nullable: true })
  lostSince!: Date | null;

  /** Of its loss, while it is lost: in its event and its notices. */
  @Column({ name: 'incident_id', type: 'uuid', nullable: true })
  incidentId!: string | null;

  /** Since when workers see nearly everything fail there; null while none does. */
  @Column({ name: 'suspect_since', type: 'timestamptz', nullable: true })
  suspectSince!: Date | null;

  /** Of the suspicion, while it lasts. */
  @Column({ name: 'suspect_incident_id', type: 'uuid', nullable: true })
  suspectIncidentId!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
