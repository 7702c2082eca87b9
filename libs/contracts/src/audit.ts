import { z } from 'zod';
import { pageQuerySchema } from './http.js';
import { instantSchema, lineSchema } from './scalars.js';

/** What is written down. A name that was stored once keeps its meaning. */
export const AUDIT_ACTIONS = [
  'credential-created',
  'credential-changed',
  'credential-deleted',
  'credential-used',
  'secrets-rotated',
  'recovery-approved',
  'recovery-declined',
  'recovery-run',
  'recovery-ended',
  'recovery-retried',
  'recovery-checked',
  'probe-checked',
  'recovery-settings-changed',
  'host-key-pinned',
  'host-key-accepted',
  'host-key-removed',
  'monitor-enabled',
  'monitor-disabled',
  'monitor-suspended',
  'monitor-resumed',
  'monitor-tested',
  'monitor-tags-added',
  'monitor-tags-removed',
  'monitor-added-to-alert',
  'password-changed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** The actor of what evaluators do by themselves. */
export const EVALUATOR = 'evaluator';

/** What an entry is about. `secrets`: all that are stored. */
export const AUDIT_SUBJECT_TYPES = [
  'credential',
  'secrets',
  'monitor',
  'action-run',
  'recovery-settings',
  'host-key',
  'machine',
  'account',
] as const;
export type AuditSubjectType = (typeof AUDIT_SUBJECT_TYPES)[number];

/** Who did what to what. It stays when the subject is gone. */
export const auditEntrySchema = z.strictObject({
  id: z.string().describe('Ascending'),
  at: instantSchema,
  actor: z.string().describe('The name of the account, or of the part that acted by itself, such as evaluator'),
  action: z.enum(AUDIT_ACTIONS),
  subjectType: z.enum(AUDIT_SUBJECT_TYPES),
  subjectId: z.string().nullable().describe('Null where there is only one of its type'),
  subjectName: z.string().nullable().describe('As it was then'),
  details: z.record(z.string(), z.unknown()).describe('What else is known, by the action; never a secret'),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What is written of an entry; the rest is the database's. */
export type NewAuditEntry = Omit<AuditEntry, 'id' | 'at'>;

export const auditQuerySchema = pageQuerySchema.extend({
  subjectType: z.enum(AUDIT_SUBJECT_TYPES).optional(),
  subjectId: lineSchema(1, 256).optional(),
  actor: lineSchema(1, 256).optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
