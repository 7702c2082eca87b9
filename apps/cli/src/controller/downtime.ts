import { type DowntimeInput, downtimeSchema, type DowntimeView } from '@twotwenty/contracts/downtime';
import { monitorSchema } from '@twotwenty/contracts/monitor';
import type { Policy } from '@twotwenty/domain/policy';
import { z } from 'zod';
import type { NamedAlert } from '../format/notices.js';
import { ask, type Connection } from './client.js';
import { parseLeniently } from './lenient.js';
import { explainTrouble } from './trouble.js';

/** What bears on the simulation. */
const settingsSchema = monitorSchema.pick({ id: true, timing: true, notification: true });

/** What names the actions; of any type, for a later version may bring more. */
const namedAlertsSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      actions: z.array(z.object({ id: z.string(), type: z.string() })),
    }),
  ),
});

/** Has a controller play an outage through for a monitor. @throws what `explainDowntimeTrouble` explains */
export async function askForDowntime(
  connection: Connection,
  monitorId: string,
  outage: DowntimeInput,
): Promise<DowntimeView> {
  const answer = await ask(connection, `${pathOf(monitorId)}/simulate-downtime`, { body: outage });
  return parseLeniently(downtimeSchema, answer);
}

/** Asks for the settings by which a monitor is decided. @throws what `explainDowntimeTrouble` explains */
export async function askForPolicy(connection: Connection, monitorId: string): Promise<Policy> {
  const { notification, timing } = parseLeniently(settingsSchema, await ask(connection, pathOf(monitorId)));
  return { ...notification, delaySeconds: timing.delaySeconds };
}

/** Asks for the alerts that serve a monitor. Names are as they were sent. @throws what `explainDowntimeTrouble` explains */
export async function askForAlerts(connection: Connection, monitorId: string): Promise<NamedAlert[]> {
  return parseLeniently(namedAlertsSchema, await ask(connection, `${pathOf(monitorId)}/alerts`)).items;
}

function pathOf(monitorId: string): string {
  return `/api/v1/monitors/${encodeURIComponent(monitorId)}`;
}

/** Why a controller did not tell about a monitor, and what to do about it, for a person. */
export function explainDowntimeTrouble(error: unknown, connection: Connection, monitorId: string): string {
  return explainTrouble(error, connection, ({ status, message }, controller) =>
    status === 404
      ? `${controller} knows no monitor ${monitorId}. See that both are meant.`
      : `${controller} does not play it through: ${message}. See the log it writes.`,
  );
}
