import type { SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import type { MonitorAccess } from '../../api/monitor-writes.js';
import type { Stored } from '../../form/draft.js';
import { isOvertaken } from '../../form/field-problems.js';
import { changedFields, mergeValues } from '../../form/three-way.js';
import { bodyOf, valuesOf, wholeBody, type MonitorValues } from './monitor-values.js';

/** What is saved: everything of a new monitor, of another one what was changed. */
export interface MonitorSave {
  readonly values: MonitorValues;
  /** What was seen when the change began; null for a new monitor. */
  readonly over: Stored<MonitorValues> | null;
}

/** Others who save all the time are somebody's mistake. */
const MOST_MERGES = 5;

/**
 * Saves a monitor. When somebody else was faster, and has changed other fields, both changes are saved; nothing of theirs is
 * ever overwritten unseen.
 * @throws RefusedError 412 when somebody else has changed the same fields in another way: then people must choose
 */
export async function saveMonitor(access: MonitorAccess, { values, over }: MonitorSave): Promise<SavedMonitor> {
  if (over === null) return access.create(wholeBody(values));
  let mine = values;
  let base = over;
  for (let merges = 0; ; merges += 1) {
    try {
      return await access.change(bodyOf(mine, changedFields(base.values, mine)), base.version);
    } catch (error) {
      if (!(error instanceof Error && isOvertaken(error))) throw error;
      const now = await access.read();
      const theirs = valuesOf(now);
      const merge = mergeValues(base.values, mine, theirs);
      if (merge.conflicts.length > 0 || merges === MOST_MERGES) throw error;
      mine = merge.values;
      base = { values: theirs, version: now.version };
    }
  }
}
