import { monitorInputSchema, type MonitorInput, type MonitorPatch } from '@twotwenty/contracts/monitor';
import { fieldErrors } from '../http/field-errors.js';
import { invalidFields } from '../http/problem.js';

/**
 * What a monitor becomes: fields that are named replace the stored ones; target with its TLS policy, timing, delays and
 * notification are changed field by field, `recovery` as a whole.
 * @throws ProblemError when the fields do not go together
 */
export function mergePatch(current: MonitorInput, patch: MonitorPatch): MonitorInput {
  const merged = {
    ...current,
    ...patch,
    target: { ...current.target, ...patch.target, tls: { ...current.target.tls, ...patch.target?.tls } },
    timing: {
      ...current.timing,
      ...patch.timing,
      delaySeconds: { ...current.timing.delaySeconds, ...patch.timing?.delaySeconds },
    },
    notification: { ...current.notification, ...patch.notification },
  };
  const parsed = monitorInputSchema.safeParse(merged);
  if (!parsed.success) throw invalidFields(fieldErrors(parsed.error.issues));
  return parsed.data;
}
