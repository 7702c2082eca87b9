import { alertSchema, savedAlertSchema, type Alert, type alertInputSchema } from '@twotwenty/contracts/alert';
import { deviceSchema } from '@twotwenty/contracts/device';
import { forcedTestSchema } from '@twotwenty/contracts/http';
import { monitorSchema, type monitorInputSchema } from '@twotwenty/contracts/monitor';
import { savedMonitorSchema } from '@twotwenty/contracts/saved-monitor';
import type { z } from 'zod';
import { fetchJson } from './client.js';
import type { WrittenDevice } from './devices.js';
import { fetchPage, fetchWholeList } from './pages.js';

type WrittenMonitor = z.input<typeof monitorInputSchema>;
type WrittenAlert = z.input<typeof alertInputSchema>;

/** Something that is there now. */
export interface Made {
  readonly id: string;
  /** It was made here: what is typed anew changes it. What was found stays as it is. */
  readonly isOurs: boolean;
}

// Whoever makes something twice, because an answer was lost or somebody clicked twice, finds what was made the first time.
const ANY_SIGNAL = () => new AbortController().signal;

/** Finds or makes the device of an address. @param before what an earlier try came to */
export async function ensureDevice(device: WrittenDevice, before: Made | null): Promise<Made> {
  if (before?.isOurs === true) {
    await fetchJson(deviceSchema, `/devices/${before.id}`, { method: 'PATCH', body: device });
    return before;
  }
  const { items } = await fetchPage('/devices', { q: device.address, limit: '500' }, deviceSchema, ANY_SIGNAL());
  const known = items.find(({ address }) => address.toLowerCase() === device.address.toLowerCase());
  if (known !== undefined) return { id: known.id, isOurs: false };
  const { id } = await fetchJson(deviceSchema, '/devices', { method: 'POST', body: device });
  return { id, isOurs: true };
}

/** A monitor, and the number of the first test that tells of it as it is now. */
export interface MadeMonitor extends Made {
  readonly testNumber: number;
}

/** Finds or makes the monitor of a server. @param before what an earlier try came to */
export async function ensureMonitor(monitor: WrittenMonitor, before: MadeMonitor | null): Promise<MadeMonitor> {
  if (before?.isOurs === true) {
    const path = `/monitors/${before.id}`;
    await fetchJson(savedMonitorSchema, path, { method: 'PATCH', body: monitor });
    const { testNumber } = await fetchJson(forcedTestSchema, `${path}/test`, { method: 'POST' });
    return { ...before, testNumber };
  }
  const query = { deviceId: monitor.deviceId, limit: '500' };
  const { items } = await fetchPage('/monitors', query, monitorSchema, ANY_SIGNAL());
  const known = items.find(({ target }) => isSameServer(target, monitor.target));
  if (known !== undefined) return { id: known.id, isOurs: false, testNumber: 1 };
  const { id } = await fetchJson(savedMonitorSchema, '/monitors', { method: 'POST', body: monitor });
  return { id, isOurs: true, testNumber: 1 };
}

function isSameServer(left: WrittenMonitor['target'], right: WrittenMonitor['target']): boolean {
  const isSameHost = left.host.toLowerCase() === right.host.toLowerCase();
  return isSameHost && left.port === right.port && left.security === right.security;
}

/** An alert, with the name by which it is found. */
export interface MadeAlert extends Made {
  readonly name: string;
}

/**
 * Makes an alert, unless one tells the same already. One that is there stays as it is, also where it has the name: the new
 * one then gets a number behind it.
 * @param alert with its only action, whose id is known here alone
 * @param tellsTheSame whether an alert does what this one is for
 * @param before what an earlier try came to
 */
export async function ensureAlert(
  alert: WrittenAlert,
  tellsTheSame: (other: Alert) => boolean,
  before: MadeAlert | null,
): Promise<MadeAlert> {
  if (before?.isOurs === true) {
    const body = { ...alert, name: before.name };
    await fetchJson(savedAlertSchema, `/alerts/${before.id}`, { method: 'PATCH', body });
    return before;
  }
  const { items } = await fetchWholeList('/alerts', alertSchema, ANY_SIGNAL());
  // The answer to an earlier try was lost.
  const own = items.find(({ actions }) => actions.some(({ id }) => id === alert.actions?.[0]?.id));
  if (own !== undefined) return ensureAlert(alert, tellsTheSame, { id: own.id, name: own.name, isOurs: true });
  const known = items.find(tellsTheSame);
  if (known !== undefined) return { id: known.id, name: known.name, isOurs: false };
  const name = freeName(alert.name, new Set(items.map((item) => item.name)));
  const { id } = await fetchJson(savedAlertSchema, '/alerts', { method: 'POST', body: { ...alert, name } });
  return { id, name, isOurs: true };
}

/** The name, or the first one with a number behind it that nobody has. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
