import { alertSchema } from '@twotwenty/contracts/alert';
import { deviceSchema, type Device } from '@twotwenty/contracts/device';
import { pageSchema } from '@twotwenty/contracts/http';
import { monitorSchema, type Monitor, type MonitorInput } from '@twotwenty/contracts/monitor';
import { randomUUID } from 'node:crypto';
import { savedMonitorSchema } from '@twotwenty/contracts/saved-monitor';
import { z } from 'zod';
import type { ApiClient } from './api-client.js';
import { LOOPBACK } from './demo-server.js';

/** What a demo server is called, where it listens now, and how it is to be monitored. */
export interface DemoMonitor {
  readonly name: string;
  readonly port: number;
  readonly timing: MonitorInput['timing'];
  readonly notification: MonitorInput['notification'];
}

export const DEVICE_NAME = 'Demo mail servers';
export const ALERT_NAME = 'Demo alert';
const TAG = 'demo';

const devicePage = pageSchema(deviceSchema);
const monitorPage = pageSchema(monitorSchema);
// What an answer adds to an alert is no concern of the demo.
const alertName = z.object({ name: alertSchema.shape.name });
const alertPage = pageSchema(alertName);

/**
 * Makes the demo's device and monitors, and an alert that writes into a text log. What an earlier start made, it finds by name and only points at the new ports:
 * people may have changed the rest.
 */
export async function provision(api: ApiClient, wanted: readonly DemoMonitor[]): Promise<void> {
  const device = await ensureDevice(api);
  const { items } = await api.get(`/monitors?limit=500&deviceId=${device.id}`, monitorPage);
  for (const monitor of wanted) {
    await ensureMonitor(
      api,
      device,
      items.find(({ name }) => name === monitor.name),
      monitor,
    );
  }
  await ensureAlert(api);
}

async function ensureAlert(api: ApiClient): Promise<void> {
  const { items } = await api.get('/alerts?limit=500', alertPage);
  if (items.some(({ name }) => name === ALERT_NAME)) return;
  const action = { id: randomUUID(), type: 'text-log', settings: { file: 'demo-alerts.log' } };
  const assignment = { to: 'chosen', tags: [TAG] };
  await api.post('/alerts', { name: ALERT_NAME, assignment, actions: [action] }, alertName);
}

async function ensureDevice(api: ApiClient): Promise<Device> {
  const { items } = await api.get(`/devices?limit=500&q=${encodeURIComponent(DEVICE_NAME)}`, devicePage);
  const existing = items.find(({ name }) => name === DEVICE_NAME);
  return existing ?? api.post('/devices', { name: DEVICE_NAME, address: LOOPBACK, tags: [TAG] }, deviceSchema);
}

async function ensureMonitor(
  api: ApiClient,
  device: Device,
  existing: Monitor | undefined,
  { name, port, timing, notification }: DemoMonitor,
): Promise<void> {
  const target = { host: LOOPBACK, port };
  if (existing === undefined) {
    const input = { deviceId: device.id, name, target, timing, notification, tags: [TAG] };
    await api.post('/monitors', input, savedMonitorSchema);
  } else if (existing.target.host !== LOOPBACK || existing.target.port !== port) {
    await api.patch(`/monitors/${existing.id}`, { target }, savedMonitorSchema);
  }
}
