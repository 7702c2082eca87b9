import { DEFAULT_PORTS, targetInputSchema } from '@twotwenty/contracts/target';
import { notificationSchema, timingSchema, type Monitor } from '@twotwenty/contracts/monitor';
import { valuesOf, type MonitorValues } from './monitor-values.js';

/** What people mean when they add a monitor, by the port and its security. */
export type Preset = 'smtp' | 'submission' | 'smtps';

const PRESETS: Readonly<Record<Preset, Pick<MonitorValues, 'target.port' | 'target.security'>>> = {
  smtp: { 'target.port': DEFAULT_PORTS.none, 'target.security': 'none' },
  submission: { 'target.port': 587, 'target.security': 'starttls' },
  smtps: { 'target.port': DEFAULT_PORTS.tls, 'target.security': 'tls' },
};

const PRESET_WORDS: Readonly<Record<Preset, string>> = { smtp: 'SMTP', submission: 'Submission', smtps: 'SMTPS' };

const MAX_NAME = 64;
const USUAL_SITE = 'default';

interface NewMonitor {
  /** The device that it is made for; undefined while none is chosen. */
  readonly device?: { readonly id: string; readonly name: string; readonly address: string } | undefined;
  readonly preset?: Preset | undefined;
  /** Names of all sites. */
  readonly sites: readonly string[];
}

/** What the form of a new monitor begins with: the defaults of the API, and what is known of the device. */
export function newMonitorValues({ device, preset = 'smtp', sites }: NewMonitor): MonitorValues {
  const defaults = valuesOf({
    deviceId: device?.id ?? '',
    name: device === undefined ? '' : fitName(`${device.name} ${PRESET_WORDS[preset]}`),
    enabled: true,
    storeStatistics: true,
    target: targetInputSchema.parse({ host: device?.address ?? 'localhost' }),
    timing: timingSchema.parse({}),
    notification: notificationSchema.parse({}),
    recovery: null,
    sites: sites.includes(USUAL_SITE) ? [USUAL_SITE] : sites.slice(0, 1),
    sitesToFail: null,
    confirmFrom: null,
    tags: [],
    dependsOn: [],
  });
  return {
    ...defaults,
    ...PRESETS[preset],
    deviceId: device?.id ?? null,
    'target.host': device?.address ?? '',
  };
}

/** What the form begins with where one monitor is made after another. */
export function copiedValues(monitor: Monitor): MonitorValues {
  return { ...valuesOf(monitor), name: copyName(monitor.name) };
}

/** What a copy is called until somebody calls it otherwise. */
export function copyName(name: string): string {
  return fitName(`Copy of ${name}`);
}

/** Characters, not UTF-16 units, as the API counts them. */
function fitName(name: string): string {
  return Array.from(name).slice(0, MAX_NAME).join('');
}
