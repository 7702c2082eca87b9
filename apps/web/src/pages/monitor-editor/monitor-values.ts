import type { Monitor, MonitorInput } from '@twotwenty/contracts/monitor';
import { RECOVERY_METHODS } from '@twotwenty/contracts/recovery';
import { DEFAULT_PORTS, targetSchema } from '@twotwenty/contracts/target';
import { z } from 'zod';
import { parametersOf, recoveryDraftOf, type RecoveryDraft } from '../monitor-recovery/recovery-draft.js';

/** As it is typed: empty, a number, or what is none yet. */
const typedNumber = z.union([z.number(), z.string()]);
const text = z.string();
const texts = z.array(z.string()).readonly();
const { security, addressFamily } = targetSchema.shape;
const { certificate } = targetSchema.shape.tls.unwrap().shape;

/**
 * A monitor as it is typed, by the names that the API gives its fields: what is refused, what is merged and what is sent is
 * found by them.
 */
export const monitorValuesSchema = z.strictObject({
  name: text,
  enabled: z.boolean(),
  storeStatistics: z.boolean(),
  deviceId: text.nullable(),
  tags: texts,
  dependsOn: texts,
  'target.host': text,
  'target.port': typedNumber,
  'target.security': security.unwrap(),
  'target.tls.certificate': certificate.unwrap(),
  'target.tls.warnDays': typedNumber,
  'target.tls.failDays': typedNumber,
  'target.addressFamily': addressFamily.unwrap(),
  'target.ehloName': text,
  'target.strictQuit': z.boolean(),
  sites: texts,
  sitesToFail: z.int().nullable(),
  confirmFrom: text.nullable(),
  'timing.maxTestDurationSeconds': typedNumber,
  'timing.delaySeconds.up': typedNumber,
  'timing.delaySeconds.warn': typedNumber,
  'timing.delaySeconds.down': typedNumber,
  'timing.delaySeconds.lost': typedNumber,
  'notification.failuresPerAlert': typedNumber,
  'notification.maxAlerts': typedNumber,
  'recovery.machine': text,
  'recovery.method': z.enum(RECOVERY_METHODS),
  'recovery.port': typedNumber,
  'recovery.credentialId': text.nullable(),
  'recovery.services': texts,
  /** Typed, and not added to the services yet. */
  'recovery.newService': text,
});
export type MonitorValues = z.infer<typeof monitorValuesSchema>;
export type MonitorField = keyof MonitorValues;

/** What the form shows of a monitor. */
export function valuesOf(monitor: MonitorInput | Monitor): MonitorValues {
  const { target, timing, notification } = monitor;
  return {
    name: monitor.name,
    enabled: monitor.enabled,
    storeStatistics: monitor.storeStatistics,
    deviceId: monitor.deviceId,
    tags: monitor.tags,
    dependsOn: monitor.dependsOn,
    'target.host': target.host,
    'target.port': target.port,
    'target.security': target.security,
    'target.tls.certificate': target.tls.certificate,
    'target.tls.warnDays': target.tls.warnDays ?? '',
    'target.tls.failDays': target.tls.failDays ?? '',
    'target.addressFamily': target.addressFamily,
    'target.ehloName': target.ehloName ?? '',
    'target.strictQuit': target.strictQuit,
    sites: monitor.sites,
    sitesToFail: monitor.sitesToFail,
    confirmFrom: monitor.confirmFrom,
    'timing.maxTestDurationSeconds': timing.maxTestDurationSeconds,
    'timing.delaySeconds.up': timing.delaySeconds.up,
    'timing.delaySeconds.warn': timing.delaySeconds.warn,
    'timing.delaySeconds.down': timing.delaySeconds.down,
    'timing.delaySeconds.lost': timing.delaySeconds.lost,
    'notification.failuresPerAlert': notification.failuresPerAlert,
    'notification.maxAlerts': notification.maxAlerts,
    ...recoveryValues(recoveryDraftOf(monitor.recovery)),
  };
}

type RecoveryField = Extract<MonitorField, `recovery.${string}`>;
type RecoveryValues = Pick<MonitorValues, RecoveryField>;

function recoveryValues(draft: RecoveryDraft): RecoveryValues {
  const { machine, method, port, credentialId, services, newService } = draft;
  return {
    'recovery.machine': machine,
    'recovery.method': method,
    'recovery.port': port,
    'recovery.credentialId': credentialId,
    'recovery.services': services,
    'recovery.newService': newService,
  };
}

/** The recovery parameters as their own fields take them. */
export function recoveryOf(values: MonitorValues): RecoveryDraft {
  return {
    machine: values['recovery.machine'],
    method: values['recovery.method'],
    port: values['recovery.port'],
    credentialId: values['recovery.credentialId'],
    services: values['recovery.services'],
    newService: values['recovery.newService'],
  };
}

/** A change of the recovery parameters as a change of the monitor. */
export function recoveryChange(change: Partial<RecoveryDraft>): Partial<MonitorValues> {
  const named = Object.entries(change).map(([field, value]) => [`recovery.${field}`, value] as const);
  return Object.fromEntries(named);
}

/** Recovery parameters that name nothing. */
export const NO_RECOVERY: RecoveryValues = recoveryValues(recoveryDraftOf(null));

/** A change of the security brings its usual port, unless another one than the usual one was typed. */
export function securityChange(
  values: Pick<MonitorValues, 'target.port' | 'target.security'>,
  chosen: MonitorValues['target.security'],
): Partial<MonitorValues> {
  const isUsual = values['target.port'] === '' || values['target.port'] === DEFAULT_PORTS[values['target.security']];
  return { 'target.security': chosen, ...(isUsual ? { 'target.port': DEFAULT_PORTS[chosen] } : {}) };
}

/** What the API is sent of one field. An empty number is null, which it refuses where there must be one. */
function sentValue(values: MonitorValues, field: Exclude<MonitorField, RecoveryField>): unknown {
  const value = values[field];
  switch (field) {
    case 'target.port':
      return value === '' ? DEFAULT_PORTS[values['target.security']] : toNumber(value);
    case 'target.ehloName':
      return typeof value === 'string' && value.trim() === '' ? null : value;
    case 'target.tls.warnDays':
    case 'target.tls.failDays':
      return toNumber(value);
    default:
      return /^(timing|notification)\./.test(field) ? toNumber(value) : value;
  }
}

/** Null for nothing; what is no number is sent as it is, so that it is refused in the words of the API. */
function toNumber(value: unknown): unknown {
  if (value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

/**
 * What the API is sent of some fields, nested as it takes them. Recovery parameters are sent as a whole.
 * @param fields those that are to be sent
 */
export function bodyOf(values: MonitorValues, fields: readonly MonitorField[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    if (isRecoveryField(field)) body['recovery'] = recoveryBody(values);
    else setAt(body, field.split('.'), sentValue(values, field));
  }
  return body;
}

/** All that a new monitor is made of. */
export function wholeBody(values: MonitorValues): Record<string, unknown> {
  return bodyOf(values, Object.keys(values) as MonitorField[]);
}

function isRecoveryField(field: MonitorField): field is RecoveryField {
  return field.startsWith('recovery.');
}

/** Null where nothing is named, whatever the method is: then there are no repairs. */
function recoveryBody(values: MonitorValues): unknown {
  const parameters = parametersOf(recoveryOf(values));
  const { machine, port, credentialId, services } = parameters;
  const isEmpty = machine === '' && port === null && credentialId === null && services.length === 0;
  return isEmpty ? null : parameters;
}

function setAt(body: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    body[head] = value;
    return;
  }
  const inner = (body[head] ??= {}) as Record<string, unknown>;
  setAt(inner, rest, value);
}
