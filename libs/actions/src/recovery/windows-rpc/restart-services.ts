import type { RecoveryFailure, RecoveryOutcome } from '../recovery-method.js';
import {
  type Control,
  notRunning,
  outOfTime,
  pause,
  serviceState,
  startService,
  stopService,
  untilRunning,
  untilStopped,
} from './service-control.js';

/** After how long services are looked at again: one that fails at its start often does so a moment later. */
const SECOND_LOOK_MS = 2_000;

/**
 * Stops services, last one first, waits for each, starts them in order, waits for each, and looks again two seconds later.
 * When one can not be stopped, those that were are started again. When one does not start, the others are started all the same.
 * @param stopped those that did not run before
 */
export async function restartServices(
  control: Control,
  services: readonly string[],
  stopped: ReadonlySet<string>,
): Promise<RecoveryOutcome> {
  const stopping = await stopAll(control, services, stopped);
  if (stopping !== null) return stopping;
  const starting = await startAll(control, services);
  if (starting !== null) return starting;
  if (!(await pause(SECOND_LOOK_MS, control.context.signal))) {
    return outOfTime('all services have started; there was no time to look whether they stay');
  }
  for (const service of services) {
    const looked = await serviceState(control, service);
    if (looked.result !== 'done') return looked;
    if (looked.state !== 'running') return notRunning(`${service} is ${looked.state} two seconds after its start`);
  }
  const before = services.filter((service) => stopped.has(service));
  const remark = before.length === 0 ? '' : ` Before, ${before.join(', ')} did not run.`;
  return { result: 'done', summary: `Restarted ${services.join(', ')}; all of them run.${remark}`, exitStatus: 0 };
}

async function stopAll(
  control: Control,
  services: readonly string[],
  stopped: ReadonlySet<string>,
): Promise<RecoveryFailure | null> {
  const stoppedNow: string[] = [];
  for (const service of services.toReversed()) {
    if (stopped.has(service)) {
      control.step(`${service} does not run, so it is not stopped.`);
      continue;
    }
    const failure = await stop(control, service);
    if (failure !== null) return failure.result === 'failed' ? await takeBack(control, failure, stoppedNow) : failure;
    stoppedNow.unshift(service);
  }
  return null;
}

async function stop(control: Control, service: string): Promise<RecoveryFailure | null> {
  const asked = await stopService(control, service);
  if (asked.result !== 'done') return asked;
  return asked.changed ? untilStopped(control, service) : null;
}

/** Half a restart is worse than none. */
async function takeBack(
  control: Control,
  failure: RecoveryFailure,
  stopped: readonly string[],
): Promise<RecoveryFailure> {
  if (stopped.length === 0) return failure;
  const names = stopped.join(', ');
  control.step(`Starting again what was stopped: ${names}.`);
  const again = await startAll(control, stopped);
  const fate = again === null ? `${names} was started again` : `${names} was stopped and could not be started again`;
  return { ...failure, detail: `${failure.detail ?? ''}; ${fate}` };
}

/** The first failure, after all have been tried; one that leaves open what became of it ends the trying. */
async function startAll(control: Control, services: readonly string[]): Promise<RecoveryFailure | null> {
  let first: RecoveryFailure | null = null;
  for (const service of services) {
    const failure = await start(control, service);
    if (failure !== null) control.step(`${service} was not started.`);
    if (failure?.result === 'unknown') return failure;
    first ??= failure;
  }
  return first;
}

async function start(control: Control, service: string): Promise<RecoveryFailure | null> {
  const asked = await startService(control, service);
  return asked.result === 'done' ? untilRunning(control, service) : asked;
}
