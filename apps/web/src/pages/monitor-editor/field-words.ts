import type { MonitorField, MonitorValues } from './monitor-values.js';

/** What the form calls its fields, in the words of the original where it has some. */
export const FIELD_WORDS: Readonly<Record<MonitorField, string>> = {
  name: 'Monitor Name',
  enabled: 'Enabled',
  storeStatistics: 'Store Monitor Statistics for Recent Activity and Historical Reports',
  deviceId: 'Device',
  tags: 'Tags',
  dependsOn: 'Depends on',
  'target.host': 'IP address or domain name',
  'target.port': 'TCP port',
  'target.security': 'Security',
  'target.tls.certificate': 'Certificate that is not valid',
  'target.tls.warnDays': 'Note when it expires within',
  'target.tls.failDays': 'Fail when it expires within',
  'target.addressFamily': 'Addresses',
  'target.ehloName': 'EHLO name',
  'target.strictQuit': 'Bad answers to QUIT fail the test',
  sites: 'Sites to test from',
  sitesToFail: 'Sites that must fail',
  confirmFrom: 'Confirm failures from',
  'timing.maxTestDurationSeconds': 'Maximum Test Duration',
  'timing.delaySeconds.up': 'Up',
  'timing.delaySeconds.warn': 'Warn',
  'timing.delaySeconds.down': 'Down',
  'timing.delaySeconds.lost': 'Lost',
  'notification.failuresPerAlert': 'Test failures for each alert',
  'notification.maxAlerts': 'Maximum number of alerts',
  'recovery.machine': 'Machine',
  'recovery.method': 'Method',
  'recovery.port': 'Port of the machine',
  'recovery.credentialId': 'Credential',
  'recovery.services': 'Services',
  'recovery.newService': 'Another service',
};

const SECONDS: ReadonlySet<MonitorField> = new Set([
  'timing.maxTestDurationSeconds',
  'timing.delaySeconds.up',
  'timing.delaySeconds.warn',
  'timing.delaySeconds.down',
  'timing.delaySeconds.lost',
]);

/** A field's name where it stands alone: `Delay while Up`. */
export function fieldTitle(field: MonitorField): string {
  return field.startsWith('timing.delaySeconds.') ? `Delay while ${FIELD_WORDS[field]}` : FIELD_WORDS[field];
}

/**
 * A value as people read it, for a question about it.
 * @param names of what is named by ids: devices, monitors, credentials
 */
export function formatValue<F extends MonitorField>(
  field: F,
  value: MonitorValues[F],
  names: ReadonlyMap<string, string>,
): string {
  const nameOf = (text: string): string => names.get(text) ?? text;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === '') return field === 'sitesToFail' ? 'a majority' : 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item) => nameOf(String(item))).join(', ');
  return SECONDS.has(field) ? `${String(value)} s` : nameOf(String(value));
}
