import { isOpen } from '@twotwenty/domain/alerting/maintenance';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { maintenanceInputSchema, maintenancePatchSchema, maintenanceSchema, toDomainWindow } from './maintenance.js';
import { describeIssues } from './parse-each.js';

const nightly = {
  kind: 'recurring',
  timeZone: 'Europe/Berlin',
  from: '2026-01-05T22:00',
  to: '2026-01-06T04:00',
  rule: 'FREQ=DAILY',
};
const once = { kind: 'once', from: '2026-01-05T22:00:00Z', to: '2026-01-06T04:00:00Z' };

function problemsOf(window: object): string {
  const result = maintenanceInputSchema.safeParse({ name: 'Patches', window, assignment: { to: 'all' } });
  return result.success ? '' : describeIssues(result.error);
}

describe('maintenance', () => {
  it.each([nightly, once])('is open when its window says: %j', (window) => {
    const input = maintenanceInputSchema.parse({ name: 'Patches', window, assignment: { to: 'all' } });
    expect(input).toMatchObject({ enabled: true, mode: 'stop' });
    expect(isOpen(toDomainWindow(input.window), new Date('2026-01-05T23:00Z'))).toBe(true);
    expect(isOpen(toDomainWindow(input.window), new Date('2026-01-05T12:00Z'))).toBe(false);
  });

  it.each<[object, string]>([
    [{ ...once, to: once.from }, 'window.to: must be after from'],
    [
      { ...nightly, timeZone: 'Berlin', from: 'ten' },
      'window.timeZone: must be a time zone of the IANA database such as Europe/Berlin or UTC; ' +
        'window.from: must be a date and time that exist, such as 2026-01-05T22:00',
    ],
    [{ ...nightly, to: nightly.from }, 'window.to: must be after 2026-01-05T22:00, when the window opens'],
    [{ ...nightly, rule: 'FREQ=HOURLY' }, 'window.rule: has FREQ=HOURLY: write DAILY, WEEKLY, MONTHLY or YEARLY'],
  ])('is refused with %j', (window, problem) => {
    expect(problemsOf(window)).toBe(problem);
  });

  it('is changed field by field, without defaults', () => {
    expect(maintenancePatchSchema.parse({ name: 'New' })).toEqual({ name: 'New' });
  });

  it('can be described to clients', () => {
    for (const schema of [maintenanceInputSchema, maintenancePatchSchema, maintenanceSchema]) {
      expect(() => z.toJSONSchema(schema, { io: 'input' })).not.toThrow();
      expect(() => z.toJSONSchema(schema, { io: 'output' })).not.toThrow();
    }
  });
});
