import type { AuditAction, AuditSubjectType } from '@twotwenty/contracts/audit';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Who did what to what. Written with the change itself, never changed, and kept when its subject is removed. */
@Entity({ name: 'audit' })
@Index('audit_subject', ['subjectType', 'subjectId', 'id'])
@Index('audit_action', ['action', 'id'])
@Index('audit_at', ['at'])
export class AuditEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'audit_pk',
  })
  id!: string;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at!: Date;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ type: 'text' })
  action!: AuditAction;

  @Column({ name: 'subject_type', type: 'text' })
  subjectType!: AuditSubjectType;

  /** No foreign key: an entry outlives what it is about. */
  @Column({ name: 'subject_id', type: 'text', nullable: true })
  subjectId!: string | null;

  @Column({ name: 'subject_name', type: 'text', nullable: true })
  subjectName!: string | null;

  /** Never holds a secret. */
  @Column({ type: 'jsonb' })
  details!: Record<string, unknown>;
}
