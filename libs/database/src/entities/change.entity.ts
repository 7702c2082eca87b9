import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * That something changed, for a few minutes: what live pages are told. Written by triggers, and by the decision itself.
 * The table is not logged: it is empty after a crash of Postgres, which readers know by the time of its start.
 */
@Entity({ name: 'change' })
export class ChangeEntity {
  /** The transaction that changed it: which rows are new to a reader is a question of snapshots, not of the order of ids. */
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'change_pk' })
  xid!: string;

  @PrimaryColumn({
    type: 'bigint',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'change_pk',
  })
  id!: string;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at!: Date;

  /** `events`, `tests`, or a resource of the API. */
  @Column({ type: 'text' })
  topic!: string;

  /** Ids of the events, keys of the monitors that were tested; null: too many, or the topic has none. */
  @Column({ type: 'bigint', array: true, nullable: true })
  keys!: string[] | null;

  /** Ids of what changed in a resource; null: too many, or not known. */
  @Column({ type: 'uuid', array: true, nullable: true })
  ids!: string[] | null;
}
