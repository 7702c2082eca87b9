import type { WakeablePeriodic } from '@twotwenty/observability/periodic';
import { startDispatcher, type DispatcherDependencies } from './dispatcher.js';
import { startRunner, type RunnerDependencies } from './runner.js';

export type DeliveryDependencies = DispatcherDependencies & RunnerDependencies;

/** Delivers what stands in the outbox whenever it is woken. Any number of processes may do so side by side, and each may die at any time. */
export async function startDelivery(dependencies: DeliveryDependencies): Promise<WakeablePeriodic> {
  const dispatcher = startDispatcher(dependencies);
  const runner = await startRunner(dependencies, () => dispatcher.wake());
  return {
    wake: () => dispatcher.wake(),
    async stop() {
      await dispatcher.stop();
      await runner.close();
    },
  };
}
