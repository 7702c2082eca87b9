import {
  actionRunDetailSchema,
  actionRunSchema,
  retriedSchema,
  retryInputSchema,
} from '@twotwenty/contracts/action-run';
import {
  actionSchema,
  actionViewSchema,
  alertInputSchema,
  alertPatchSchema,
  alertSchema,
  savedAlertSchema,
  servingAlertsSchema,
  warningSchema,
  warningsOfAlertsSchema,
} from '@twotwenty/contracts/alert';
import { auditEntrySchema } from '@twotwenty/contracts/audit';
import { availabilitySchema } from '@twotwenty/contracts/availability';
import { siteCertificateSchema } from '@twotwenty/contracts/certificate';
import { credentialInputSchema, credentialPatchSchema, credentialSchema } from '@twotwenty/contracts/credential';
import { deviceInputSchema, devicePatchSchema, deviceSchema } from '@twotwenty/contracts/device';
import { deviceSummarySchema, monitorCountsSchema } from '@twotwenty/contracts/device-summary';
import { downtimeInputSchema, downtimeSchema } from '@twotwenty/contracts/downtime';
import { eventSchema, resultSchema } from '@twotwenty/contracts/history';
import {
  deadLetterSchema,
  forcedTestSchema,
  healthSchema,
  loginSchema,
  passwordChangeSchema,
  problemSchema,
  sessionSchema,
} from '@twotwenty/contracts/http';
import { acceptHostKeySchema, hostKeySchema } from '@twotwenty/contracts/host-key';
import { suspensionInputSchema, suspensionSchema } from '@twotwenty/contracts/hold';
import { incidentSchema, timelineSchema } from '@twotwenty/contracts/incident';
import { maintenanceInputSchema, maintenancePatchSchema, maintenanceSchema } from '@twotwenty/contracts/maintenance';
import {
  monitorInputSchema,
  monitorPatchSchema,
  monitorSchema,
  monitorStateSchema,
} from '@twotwenty/contracts/monitor';
import { bulkInputSchema, bulkOutcomeSchema } from '@twotwenty/contracts/monitor-bulk';
import { monitorSummarySchema, summaryPartSchema } from '@twotwenty/contracts/monitor-list';
import { monitorTimelineEntrySchema } from '@twotwenty/contracts/monitor-timeline';
import { probeCheckInputSchema, probeCheckResultSchema, probeCheckSchema } from '@twotwenty/contracts/probe-check';
import { machineSchema, recoveryCheckInputSchema, recoveryCheckSchema } from '@twotwenty/contracts/recovery-check';
import { recoverySettingsPatchSchema, recoverySettingsSchema } from '@twotwenty/contracts/recovery-settings';
import { seriesSchema } from '@twotwenty/contracts/series';
import { siteEventSchema, siteInputSchema, siteSchema } from '@twotwenty/contracts/site';
import { streamFrameSchema, streamMessageSchema } from '@twotwenty/contracts/stream';
import {
  templatePreviewInputSchema,
  templatePreviewSchema,
  templateTokensSchema,
} from '@twotwenty/contracts/template-preview';
import { workerSchema } from '@twotwenty/contracts/worker';
import { savedMonitorSchema } from '@twotwenty/contracts/saved-monitor';
import { z } from 'zod';

/** What clients send. */
const INPUTS = {
  AcceptHostKey: acceptHostKeySchema,
  ActionInput: actionSchema,
  AlertInput: alertInputSchema,
  AlertPatch: alertPatchSchema,
  BulkInput: bulkInputSchema,
  CredentialInput: credentialInputSchema,
  CredentialPatch: credentialPatchSchema,
  DeviceInput: deviceInputSchema,
  DevicePatch: devicePatchSchema,
  DowntimeInput: downtimeInputSchema,
  Login: loginSchema,
  MaintenanceInput: maintenanceInputSchema,
  MaintenancePatch: maintenancePatchSchema,
  MonitorInput: monitorInputSchema,
  MonitorPatch: monitorPatchSchema,
  PasswordChange: passwordChangeSchema,
  ProbeCheckInput: probeCheckInputSchema,
  RecoveryCheckInput: recoveryCheckInputSchema,
  RecoverySettingsPatch: recoverySettingsPatchSchema,
  RetryInput: retryInputSchema,
  SiteInput: siteInputSchema,
  TemplatePreviewInput: templatePreviewInputSchema,
  SuspensionInput: suspensionInputSchema,
};

/** What they get. */
const OUTPUTS = {
  Action: actionViewSchema,
  ActionRun: actionRunSchema,
  ActionRunDetail: actionRunDetailSchema,
  Alert: alertSchema,
  AuditEntry: auditEntrySchema,
  BulkOutcome: bulkOutcomeSchema,
  Availability: availabilitySchema,
  Credential: credentialSchema,
  DeadLetter: deadLetterSchema,
  Device: deviceSchema,
  DeviceSummary: deviceSummarySchema,
  Downtime: downtimeSchema,
  Event: eventSchema,
  ForcedTest: forcedTestSchema,
  Health: healthSchema,
  HostKey: hostKeySchema,
  Incident: incidentSchema,
  Machine: machineSchema,
  Maintenance: maintenanceSchema,
  Monitor: monitorSchema,
  MonitorCounts: monitorCountsSchema,
  MonitorState: monitorStateSchema,
  MonitorSummary: monitorSummarySchema,
  MonitorTimelineEntry: monitorTimelineEntrySchema,
  Problem: problemSchema,
  ProbeCheck: probeCheckSchema,
  ProbeCheckResult: probeCheckResultSchema,
  RecoveryCheck: recoveryCheckSchema,
  RecoverySettings: recoverySettingsSchema,
  Result: resultSchema,
  Retried: retriedSchema,
  SavedAlert: savedAlertSchema,
  Series: seriesSchema,
  ServingAlerts: servingAlertsSchema,
  SavedMonitor: savedMonitorSchema,
  SummaryPart: summaryPartSchema,
  Session: sessionSchema,
  Site: siteSchema,
  SiteEvent: siteEventSchema,
  SiteCertificate: siteCertificateSchema,
  StreamFrame: streamFrameSchema,
  StreamMessage: streamMessageSchema,
  Timeline: timelineSchema,
  TemplatePreview: templatePreviewSchema,
  TemplateTokens: templateTokensSchema,
  Warning: warningSchema,
  WarningsOfAlerts: warningsOfAlertsSchema,
  Suspension: suspensionSchema,
  Worker: workerSchema,
};

const names = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({ ...INPUTS, ...OUTPUTS })) names.add(schema, { id });

const jsonSchema = z.record(z.string(), z.unknown());
const components = z.record(z.string(), jsonSchema);
type JsonSchema = z.infer<typeof jsonSchema>;

/**
 * A zod schema as OpenAPI 3.1 wants it, which is JSON Schema 2020-12. Schemas that have a name become references to it.
 * @param io `input` for what clients send, `output` for what they get
 */
export function toOpenApi(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  return names.has(schema) ? reference(schema) : define(schema, io);
}

/** A reference to a named schema, for a place such as `@ApiBody`. */
export function reference(schema: z.core.$ZodType): { $ref: string } {
  const id = names.get(schema)?.id;
  if (id === undefined) throw new Error('the schema has no name in the OpenAPI document');
  return { $ref: `${COMPONENTS}${id}` };
}

/** All named schemas. */
export function apiComponents(): Record<string, JsonSchema> {
  const inputs = Object.entries(INPUTS).map(([id, schema]) => [id, define(schema, 'input')]);
  const outputs = Object.entries(OUTPUTS).map(([id, schema]) => [id, define(schema, 'output')]);
  return components.parse(Object.fromEntries([...inputs, ...outputs]));
}

const COMPONENTS = '#/components/schemas/';

function define(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  const whole = z.toJSONSchema(schema, {
    io,
    metadata: names,
    target: 'draft-2020-12',
    // Descriptions and limits that zod can't see for itself are kept in its global registry.
    override: ({ zodSchema, jsonSchema: target }) => void Object.assign(target, z.globalRegistry.get(zodSchema)),
  });
  // A schema with a name comes as a reference to its own definition.
  const definition = whole.$defs?.[names.get(schema)?.id ?? ''] ?? whole;
  const kept = Object.entries(definition).filter(([key]) => !['$schema', '$defs', 'id'].includes(key));
  return jsonSchema.parse(JSON.parse(JSON.stringify(Object.fromEntries(kept)).replaceAll('#/$defs/', COMPONENTS)));
}
