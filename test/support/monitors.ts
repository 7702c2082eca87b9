import { deviceInputSchema } from '@twotwenty/contracts/device';
import { monitorInputSchema, type Monitor, type MonitorInput } from '@twotwenty/contracts/monitor';
import { DeviceRepository } from '@twotwenty/database/repositories/device.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import type { z } from 'zod';
import type { DataSource } from './migrated-database.js';

type Overrides = Partial<Omit<z.input<typeof monitorInputSchema>, 'deviceId' | 'target'>>;

/** Delays of a second and alerts at every second failure: a whole outage passes in a few seconds. */
export const QUICK: Pick<z.input<typeof monitorInputSchema>, 'timing' | 'notification'> = {
  timing: { maxTestDurationSeconds: 2, delaySeconds: { up: 1, warn: 1, down: 1, lost: 1 } },
  notification: { failuresPerAlert: 2, maxAlerts: 2 },
};

/** Stores some monitors of one new device, all of the same server. */
export async function createMonitors(
  dataSource: DataSource,
  count: number,
  target: z.input<typeof monitorInputSchema>['target'],
  overrides: Overrides = {},
): Promise<Monitor[]> {
  const device = await new DeviceRepository(dataSource).insert(
    deviceInputSchema.parse({ name: 'Mail server', address: target.host }),
  );
  const monitors = new MonitorRepository(dataSource);
  const made: Monitor[] = [];
  for (let index = 0; index < count; index += 1) {
    const input: MonitorInput = monitorInputSchema.parse({
      ...QUICK,
      name: `Monitor ${index + 1}`,
      ...overrides,
      deviceId: device.id,
      target,
    });
    made.push(await monitors.insert(input));
  }
  return made;
}
