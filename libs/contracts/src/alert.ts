import { formatAlertRange, DEFAULT_ALERT_RANGE, parseAlertRange } from '@twotwenty/domain/alerting/alert-range';
import type { Alert as DomainAlert } from '@twotwenty/domain/alerting/alert';
import {
  DEFAULT_FAILURE_TEMPLATE,
  DEFAULT_RECOVERY_TEMPLATE,
  MAX_SUBJECT_LENGTH,
  MAX_TEXT_LENGTH,
} from '@twotwenty/domain/alerting/template';
import { isRepairType, REPAIR_TYPES, type RepairType } from '@twotwenty/domain/recovery/repair-types';
import { quartersProblem, type Weekday } from '@twotwenty/domain/alerting/weekly-schedule';
import { z } from 'zod';
import { REPAIR_SETTINGS } from './actions/repairs.js';
import { CHANNEL_SETTINGS, CHANNEL_TYPES } from './actions/settings.js';
import { assignmentSchema } from './assignment.js';
import { addressIdsSchema } from './http.js';
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

const commonFields = {
  /** Chosen by the client, so that another action of the same alert can name it. */
  id: idSchema,
  enabled: z.boolean().default(true),
  range: alertRangeSchema.default(DEFAULT_ALERT_RANGE),
  schedule: weeklyScheduleSchema.nullable().default(null),
  fallbackActionId: idSchema.nullable().default(null),
};

/** What actions that tell somebody have besides. */
const noticeFields = {
  ...commonFields,
  onFailure: templateSchema.nullable().default(DEFAULT_FAILURE_TEMPLATE),
  onRecovery: recoveryTemplateSchema.nullable().default({ ...DEFAULT_RECOVERY_TEMPLATE, ignoreSchedule: false }),
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
    z.strictObject({
      ...noticeFields,
      type: z.literal(type),
      settings: settingsSchema(CHANNEL_SETTINGS[type](secret)),
    }),
  );
  if (first === undefined) throw new Error('there is no type of action');
  const repairs = REPAIR_TYPES.map((type) =>
    z.strictObject({
      ...commonFields,
      type: z.literal(type),
      settings: settingsSchema(REPAIR_SETTINGS[type](secret)),
    }),
  );
  const types = [...CHANNEL_TYPES, ...REPAIR_TYPES].join(', ');
  return z.discriminatedUnion('type', [first, ...others, ...repairs], {
    error: ({ code }) => (code === 'invalid_union' ? `must be one of ${types}` : undefined),
  });
}

/** Of actions of any form, those that repair. */
export type RepairOf<A extends { readonly type: string }> = Extract<A, { type: RepairType }>;
/** Of actions of any form, those that tell somebody. */
export type NoticeActionOf<A extends { readonly type: string }> = Exclude<A, { type: RepairType }>;

export function isRepair<A extends { readonly type: string }>(action: A): action is RepairOf<A> {
  return isRepairType(action.type);
}

/** Whether a repair waits until somebody releases it. The settings are those of the schema, in any form. */
export function needsApproval(action: { readonly type: string; readonly settings: Settings }): boolean {
  return isRepairType(action.type) && action.settings['approval'] === true;
}

export const actionSchema = actionSchemaWith(writtenSecretSchema);
export type ActionInput = z.infer<typeof actionSchema>;

/** An action as it is read back. */
export const actionViewSchema = actionSchemaWith(keptSecretSchema);
export type ActionView = z.infer<typeof actionViewSchema>;

/** An action as it is stored. */
export const storedActionSchema = actionSchemaWith(sealedSecretSchema);
export type StoredAction = z.infer<typeof storedActionSchema>;
export type StoredNoticeAction = NoticeActionOf<StoredAction>;
export type StoredRepair = RepairOf<StoredAction>;

// It takes about 120 events a minute: a larger group would begin anew with every attempt, and never be told to its end.
const PAGERDUTY_GROUPS = 'must be 0 for pagerduty: it gets an event for each incident, and groups them itself';

const NO_REPAIR_STANDS_IN = 'is a repair: nothing is repaired because somebody could not be told';

const actionsSchema = z
  .array(actionSchema)
  .max(32, 'must be at most 32 actions')
  .superRefine((actions, context) => {
    actions.forEach((action, index) => {
      const { id, fallbackActionId } = action;
      const fallback = actions.find((other) => other.id === fallbackActionId);
      const at = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [index, field], message });
      if (actions.findIndex((other) => other.id === id) !== index)
        at('id', 'is that of an action before: give each its own');
      if (fallbackActionId === id) at('fallbackActionId', 'is the action itself: name another one, or null');
      else if (fallbackActionId !== null && fallback === undefined) {
        at('fallbackActionId', 'is no action of this alert: name one of its actions, or null');
      }
      if (isRepair(action)) return;
      if (action.type === 'pagerduty' && action.groupSeconds > 0) at('groupSeconds', PAGERDUTY_GROUPS);
      if (fallback !== undefined && isRepair(fallback)) at('fallbackActionId', NO_REPAIR_STANDS_IN);
    });
  });

const inputFields = {
  name: nameSchema,
  enabled: z.boolean().describe('False: none of its actions is run, whatever they say themselves'),
  assignment: assignmentSchema,
  actions: actionsSchema,
  siteAlerts: z.boolean().describe('Also tell when a site is lost or suspect, and when it is back'),
};

/** What a client writes to create an alert. */
export const alertInputSchema = z.strictObject({
  ...inputFields,
  enabled: inputFields.enabled.default(true),
  assignment: assignmentSchema.prefault({ to: 'chosen' }),
  actions: actionsSchema.default([]),
  siteAlerts: inputFields.siteAlerts.default(false),
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

/** Which alerts somebody asks about. */
export const alertIdsQuerySchema = z.strictObject({ ids: addressIdsSchema });
export type AlertIdsQuery = z.infer<typeof alertIdsQuerySchema>;

/** What is hardly meant about several alerts, as the monitors are now. */
export const warningsOfAlertsSchema = z.strictObject({
  items: z.array(z.strictObject({ id: idSchema, ...warningsSchema.shape })),
});
export type WarningsOfAlerts = z.infer<typeof warningsOfAlertsSchema>;

/** What a write is answered with: the alert, and what its writer should know. */
export const savedAlertSchema = z.strictObject({ ...alertSchema.shape, ...warningsSchema.shape });
export type SavedAlert = z.infer<typeof savedAlertSchema>;

/** What saving an alert would be answered, and whom it would serve; nothing is stored. */
export const alertPreviewSchema = z.strictObject({
  ...warningsSchema.shape,
  monitors: z.int().describe('How many monitors it would serve; counted up to 10,000'),
  maxAlerts: z
    .int()
    .nullable()
    .describe('The most alerts that one of them raises in an incident; null: it serves none'),
});
export type AlertPreview = z.infer<typeof alertPreviewSchema>;

/** The alerts that serve a monitor. */
export const servingAlertsSchema = z.strictObject({ items: z.array(alertSchema), ...warningsSchema.shape });
export type ServingAlerts = z.infer<typeof servingAlertsSchema>;

/** An alert as it is stored: secrets are sealed. */
export interface StoredAlert extends Omit<Alert, 'actions'> {
  readonly actions: StoredAction[];
}

/** What of an alert bears on the decisions, in whatever form its secrets are. */
export interface DecidableAlert extends Pick<DomainAlert, 'id' | 'name' | 'assignment'> {
  readonly enabled: boolean;
  readonly actions: readonly ActionInput[];
}

/**
 * An alert as the decisions take it: without the settings of its actions. Of one that is disabled every action is, so that
 * what was not run is on record with its reason.
 * Throws an Error for a range that the schema does not let through.
 */
export function toDomainAlert({ id, name, enabled, assignment, actions }: DecidableAlert): DomainAlert {
  return {
    id,
    name,
    assignment,
    actions: actions.map((action) => toDomainAction(enabled ? action : { ...action, enabled: false })),
  };
}

function toDomainAction(action: ActionInput): DomainAlert['actions'][number] {
  const range = parseAlertRange(action.range);
  if (!range.ok) throw new Error(`The range of action ${action.id} ${range.problem}`);
  const { settings: _, ...decidable } = action;
  const told = isRepair(decidable) ? { ...decidable, ...REPAIR_OCCASIONS } : decidable;
  return { ...told, range: range.value, needsApproval: needsApproval(action) };
}

/** A repair is for failures: its template says nothing, as nobody is told by it. Each is carried out by itself. */
const REPAIR_OCCASIONS = { onFailure: { subject: '', text: '' }, onRecovery: null, groupSeconds: 0 } as const;
