import { monitorInputSchema, type Monitor } from '@twotwenty/contracts/monitor';
import type { SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../api/client.js';
import type { MonitorAccess } from '../../api/monitor-writes.js';
import { valuesOf, wholeBody } from './monitor-values.js';
import { saveMonitor } from './save-monitor.js';

const ID = '00000000-0000-4000-8000-000000000001';
const input = monitorInputSchema.parse({ deviceId: ID, name: 'MX 1', target: { host: 'mx1.example.com' } });
const values = valuesOf(input);
const over = { values, version: 1 };

/** A controller with one monitor, which somebody else changes right before some of our writes. */
function fakeAccess(theirChanges: Partial<Monitor>[]) {
  let stored = { ...input, id: ID, version: 1 } as Monitor;
  const sent: { body: unknown; version: number | null }[] = [];
  const access: MonitorAccess = {
    create: (body) => {
      sent.push({ body, version: null });
      return Promise.resolve({ ...stored, warnings: [] });
    },
    change: (body, version) => {
      const theirs = theirChanges.shift();
      if (theirs !== undefined) stored = { ...stored, ...theirs, version: stored.version + 1 };
      sent.push({ body, version });
      if (version !== stored.version) return Promise.reject(new RefusedError(412, null));
      return Promise.resolve({ ...stored, warnings: [] } as SavedMonitor);
    },
    read: () => Promise.resolve(stored),
  };
  return { access, sent };
}

describe('saveMonitor', () => {
  it('makes a new monitor of everything', async () => {
    const { access, sent } = fakeAccess([]);
    await saveMonitor(access, { values, over: null });
    expect(sent).toEqual([{ body: wholeBody(values), version: null }]);
  });

  it('sends what was changed alone, with the version that it was changed from', async () => {
    const { access, sent } = fakeAccess([]);
    await saveMonitor(access, { values: { ...values, name: 'MX 2' }, over });
    expect(sent).toEqual([{ body: { name: 'MX 2' }, version: 1 }]);
  });

  it('saves over what others have changed elsewhere meanwhile, again and again', async () => {
    const { access, sent } = fakeAccess([{ tags: ['theirs'] }, { enabled: false }]);
    const saved = await saveMonitor(access, { values: { ...values, name: 'MX 2' }, over });
    expect(sent).toEqual([1, 2, 3].map((version) => ({ body: { name: 'MX 2' }, version })));
    expect(saved).toMatchObject({ tags: ['theirs'], enabled: false });
  });

  it('overwrites nothing that somebody else has changed too', async () => {
    const { access, sent } = fakeAccess([{ name: 'theirs' }]);
    const saving = saveMonitor(access, { values: { ...values, name: 'mine' }, over });
    await expect(saving).rejects.toMatchObject({ status: 412 });
    expect(sent).toHaveLength(1);
  });

  it('gives up when others never stop, and at every other refusal', async () => {
    const busy = fakeAccess(Array.from({ length: 9 }, (_, index) => ({ tags: [`t${index}`] })));
    await expect(saveMonitor(busy.access, { values: { ...values, name: 'x' }, over })).rejects.toMatchObject({
      status: 412,
    });
    const { access } = fakeAccess([]);
    const refusing = { ...access, change: () => Promise.reject(new RefusedError(422, null)) };
    await expect(saveMonitor(refusing, { values, over })).rejects.toMatchObject({ status: 422 });
  });
});
