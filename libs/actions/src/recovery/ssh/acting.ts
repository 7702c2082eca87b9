import type { RecoveryContext } from '../recovery-method.js';
import { abortable } from '../../resolve-host.js';
import { type Progress, SshFailure } from './ssh-failure.js';

/**
 * Asks for leave to change something; from here on the machine counts as having been asked.
 * @throws SshFailure `time-limit` when the time is over first; what `beforeActing` throws. Nothing has been done then.
 */
export async function askForLeave(context: RecoveryContext, progress: Progress): Promise<void> {
  const { signal } = context;
  const outOfTime = (): SshFailure => new SshFailure('time-limit', 'nothing was done.');
  const leave = context.beforeActing();
  await abortable(leave, signal).catch((error: unknown) => {
    throw signal.aborted ? outOfTime() : error;
  });
  if (signal.aborted) throw outOfTime();
  progress.acted = true;
}
