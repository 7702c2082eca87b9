import type { Monitor } from '@twotwenty/contracts/monitor';
import type { Draft } from '../../form/draft.js';
import type { MonitorValues } from './monitor-values.js';
import { copiedValues, copyName, type Preset } from './new-monitor.js';

/** What a new monitor is made for, or after. */
export interface NewMonitorOrigin {
  readonly deviceId?: string | undefined;
  readonly preset?: Preset | undefined;
  readonly from?: string | undefined;
}

/** Where what is typed for a new monitor is kept: apart for each thing that it is made for. */
export function newDraftKey({ deviceId, preset, from }: NewMonitorOrigin): string {
  if (from !== undefined) return `monitor:after:${from}`;
  return `monitor:new:${deviceId ?? ''}:${preset ?? ''}`;
}

/** Where what is typed for a monitor is kept. */
export function editDraftKey(monitorId: string): string {
  return `monitor:${monitorId}`;
}

/** What is in the form of one monitor as the draft of a new one. */
export function copyDraft(monitor: Monitor, values: MonitorValues): Draft<MonitorValues> {
  const name = values.name === monitor.name ? copyName(monitor.name) : values.name;
  return { values: { ...values, name }, over: { values: copiedValues(monitor), version: 0 } };
}
