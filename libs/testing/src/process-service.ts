import { type ManagedProcess, startProcess } from './managed-process.js';
import type { ServiceUnit } from './service-control-manager.js';

/** A service that is a real process which does nothing. @param changes what it does otherwise than a good one */
export function processService(
  changes: Partial<Pick<ServiceUnit, 'start' | 'stop' | 'displayName' | 'stopRefusal'>> = {},
): ServiceUnit {
  let current: ManagedProcess | undefined;
  return {
    get pid() {
      return current?.end === undefined ? current?.pid : undefined;
    },
    async start() {
      current = await startProcess({ label: 'a service', command: 'sleep', args: ['86400'] });
    },
    async stop() {
      await current?.stop();
    },
    ...changes,
  };
}
