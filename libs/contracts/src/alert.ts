import { formatAlertRange, DEFAULT_ALERT_RANGE, parseAlertRange } from '@twotwenty/domain/alerting/alert-range';
import type { Alert as DomainAlert } from '@twotwenty/domain/alerting/alert';
import {
  DEFAULT_FAILURE_TEMPLATE,
  DEFAULT_RECOVERY_TEMPLATE,
  MAX_SUBJECT_LENGTH,
  MAX_TEXT_LENGTH,
} from '@twotwenty/domain/alerting/template';
import { quartersProblem, type Weekday } from '@twotwenty/domain/alerting/weekly-schedule';
import { z } from 'zod';
import { ACTION_SETTINGS, CHANNEL_TYPES } from './actions/settings.js';
import { assignmentSchema } from './assignment.js';
import { keptSecretSchema, sealedSecretSchema, writtenSecretSchema, type Settings } from './secret.js';
import { idSchema, instantSchema, lineSchema, nameSchema, timeZoneSchema } from './scalars.js';

/** `n`, `n-m`, `n-` or a list such as `1,3-5,8-`; put in order, without spaces. */
export const alertRangeSchema = z
  .string()
  .superRefine((text, context) => {
    const range = parseAlertRange(text);
    if (!range.ok) context.addIssue({ code: 'custom', message: range.problem });
  })
  .overwrite((text) => {
    const range = parseAlertRange(text);
    return range.ok ? formatAlertRange(range.value) : text;
  })
  .describe('Numbers of the alerts of an incident: 2, 1-3, 4- or a list such as 1,3-5,8-');

function quartersSchema(day: Weekday) {
  return z
    .string()
    .superRefine((quarters, context) => {
      const problem = quartersProblem(day, quarters);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    })
    .meta({ minLength: 96, maxLength: 96, pattern: '^[01]{96}$' });
}

export const weeklyScheduleSchema = z.strictObject({
  timeZone: timeZoneSchema,
  days: z.strictObject({
    monday: quartersSchema('monday'),
    tuesday: quartersSchema('tuesday'),
    wednesday: quartersSchema('wednesday'),
    thursday: quartersSchema('thursday'),
    friday: quartersSchema('friday'),
    saturday: quartersSchema('saturday'),
    sunday: quartersSchema('sunday'),
  }),
});

// Lines and tabs are text; other controls and halves of surrogate pairs are not.
const NO_TEXT = /[^\P{Cc}\n\t]|\p{Cs}/u;

const templateFields = {
  subject: lineSchema(1, MAX_SUBJECT_LENGTH),
  text: z
    .string()
    .overwrite((text) => text.replaceAll(/\r\n?/g, '\n'))
    .min(1, 'must not be empty')
    .max(MAX_TEXT_LENGTH, `must be at most ${MAX_TEXT_LENGTH} characters`)
    .refine((text) => !NO_TEXT.test(text), 'must not contain control characters other than line breaks and tabs'),
};

export const templateSchema = z.strictObject(templateFields);
export const recoveryTemplateSchema = z.strictObject({ ...templateFields, ignoreSchedule: z.boolean().default(false) });

/** Longest time that notices of one action wait for each other, seconds. */
const MAX_GROUP_SECONDS = 900;

const actionFields = {
  /** Chosen by the client, so that another action of the same alert can name it. */
  id: idSchema,
  enabled: z.boolean().default(true),
  onFailure: templateSchema.nullable().default(DEFAULT_FAILURE_TEMPLATE),
  onRecovery: recoveryTemplateSchema.nullable().default({ ...DEFAULT_RECOVERY_TEMPLATE, ignoreSchedule: false }),
  range: alertRangeSchema.default(DEFAULT_ALERT_RANGE),
  schedule: weeklyScheduleSchema.nullable().default(null),
  fallbackActionId: idSchema.nullable().default(null),
  groupSeconds: z
    .int()
    .min(0)
    .max(MAX_GROUP_SECONDS, `must be at most ${MAX_GROUP_SECONDS}`)
    .default(0)
    .describe('0: every notice by itself. Else notices of this action wait this long for others, and are told as one'),
};

/** Settings that are left out are empty ones: what is missing in them is named, each field by itself. */
function settingsSchema(settings: z.ZodType<Settings>) {
  return z.preprocess((value) => (value === undefined ? {} : value), settings);
}

/** Actions of all types, with their secrets in one of their forms. */
function actionSchemaWith(secret: z.ZodType) {
  const [first, ...others] = CHANNEL_TYPES.map((type) =>
    z.strictObject({ ...actionFields, type: z.literal(type), settings: settingsSchema(ACTION_SETTINGS[type](secret)) }),
  );
  if (first === undefined) throw new Error('there is no type of action');
  return z.discriminatedUnion('type', [first, ...others], {
    error: ({ code }) => (code === 'invalid_union' ? `must be one of ${CHANNEL_TYPES.join(', ')}` : undefined),
  });
}

export const actionSchema = actionSchemaWith(writtenSecretSchema);
export type ActionInput = z.infer<typeof actionSchema>;

/** An action as it is read back. */
export const actionViewSchema = actionSchemaWith(keptSecretSchema);
export type ActionView = z.infer<typeof actionViewSchema>;

/** An action as it is stored. */
export const storedActionSchema = actionSchemaWith(sealedSecretSchema);
export type StoredAction = z.infer<typeof storedActionSchema>;

// It takes about 120 events a minute: a larger group would begin anew with every attempt, and never be told to its end.
const PAGERDUTY_GROUPS = 'must be 0 for pagerduty: it gets an event for each incident, and groups them itself';

const actionsSchema = z
  .array(actionSchema)
  .max(32, 'must be at most 32 actions')
  .superRefine((actions, context) => {
    actions.forEach(({ id, type, groupSeconds, fallbackActionId }, index) => {
      const at = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [index, field], message });
      if (actions.findIndex((other) => other.id === id) !== index)
        at('id', 'is that of an action before: give each its own');
      if (type === 'pagerduty' && groupSeconds > 0) at('groupSeconds', PAGERDUTY_GROUPS);
      if (fallbackActionId === id) at('fallbackActionId', 'is the action itself: name another one, or null');
      else if (fallbackActionId !== null && !actions.some((other) => other.id === fallbackActionId)) {
        at('fallbackActionId', 'is no action of this alert: name one of its actions, or null');
      }
    });
  });

const inputFields = {
  name: nameSchema,
  assignment: assignmentSchema,
  actions: actionsSchema,
};

/** What a client writes to create an alert. */
export const alertInputSchema = z.strictObject({
  ...inputFields,
  assignment: assignmentSchema.prefault({ to: 'chosen' }),
  actions: actionsSchema.default([]),
});
export type AlertInput = z.infer<typeof alertInputSchema>;

/** A change: a field that is named is replaced as a whole. */
export const alertPatchSchema = z.strictObject(inputFields).partial();
export type AlertPatch = z.infer<typeof alertPatchSchema>;

/** An alert as it is read back. */
export const alertSchema = z.strictObject({
  ...inputFields,
  actions: z.array(actionViewSchema),
  id: idSchema,
  version: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Alert = z.infer<typeof alertSchema>;

/** Something that is allowed, and yet hardly meant. */
export const warningSchema = z.strictObject({
  field: z.string().describe("As in a problem's `errors`: `actions.0.range`"),
  message: z.string(),
});
export type Warning = z.infer<typeof warningSchema>;

export const warningsSchema = z.strictObject({ warnings: z.array(warningSchema) });
export type Warnings = z.infer<typeof warningsSchema>;

/** What a write is answered with: the alert, and what its writer should know. */
export const savedAlertSchema = z.strictObject({ ...alertSchema.shape, ...warningsSchema.shape });
export type SavedAlert = z.infer<typeof savedAlertSchema>;

/** The alerts that serve a monitor. */
export const servingAlertsSchema = z.strictObject({ items: z.array(alertSchema), ...warningsSchema.shape });
export type ServingAlerts = z.infer<typeof servingAlertsSchema>;

/** An alert as it is stored: secrets are sealed. */
export interface StoredAlert extends Omit<Alert, 'actions'> {
  readonly actions: StoredAction[];
}

/** What of an alert bears on the decisions, in whatever form its secrets are. */
export interface DecidableAlert extends Pick<DomainAlert, 'id' | 'name' | 'assignment'> {
  readonly actions: readonly ActionInput[];
}

/**
 * An alert as the decisions take it: without the settings of its actions.
 * Throws an Error for a range that the schema does not let through.
 */
export function toDomainAlert({ id, name, assignment, actions }: DecidableAlert): DomainAlert {
  return {
    id,
    name,
    assignment,
    actions: actions.map(({ range: written, settings: _, ...action }) => {
      const range = parseAlertRange(written);
      if (!range.ok) throw new Error(`The range of action ${action.id} ${range.problem}`);
      return { ...action, range: range.value };
    }),
  };
}
