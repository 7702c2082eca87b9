import { deviceSchema, type Device } from '@twotwenty/contracts/device';
import { pageSchema } from '@twotwenty/contracts/http';
import { monitorSchema, type Monitor, type MonitorInput } from '@twotwenty/contracts/monitor';
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

const devicePage = pageSchema(deviceSchema);
const monitorPage = pageSchema(monitorSchema);

/**
 * Makes the demo's device and monitors. What an earlier start made, it finds by name and only points at the new ports:
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
}

async function ensureDevice(api: ApiClient): Promise<Device> {
  const { items } = await api.get(`/devices?limit=500&q=${encodeURIComponent(DEVICE_NAME)}`, devicePage);
  const existing = items.find(({ name }) => name === DEVICE_NAME);
  return existing ?? api.post('/devices', { name: DEVICE_NAME, address: LOOPBACK, tags: ['demo'] }, deviceSchema);
}

async function ensureMonitor(
  api: ApiClient,
  device: Device,
  existing: Monitor | undefined,
  { name, port, timing, notification }: DemoMonitor,
): Promise<void> {
  const target = { host: LOOPBACK, port };
  if (existing === undefined) {
    const input = { deviceId: device.id, name, target, timing, notification, tags: ['demo'] };
    await api.post('/monitors', input, monitorSchema);
  } else if (existing.target.host !== LOOPBACK || existing.target.port !== port) {
    await api.patch(`/monitors/${existing.id}`, { target }, monitorSchema);
  }
}
