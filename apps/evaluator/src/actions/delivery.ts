import type { Periodic } from '@twotwenty/observability/periodic';
import { startDispatcher, type DispatcherDependencies } from './dispatcher.js';
import { startRunner, type RunnerDependencies } from './runner.js';

export type DeliveryDependencies = DispatcherDependencies & RunnerDependencies;

/** Delivers what stands in the outbox. Any number of processes may do so side by side, and each may die at any time. */
export async function startDelivery(dependencies: DeliveryDependencies): Promise<Periodic> {
  const runner = await startRunner(dependencies);
  const dispatcher = startDispatcher(dependencies);
  return {
    async stop() {
      await dispatcher.stop();
      await runner.close();
    },
  };
}
