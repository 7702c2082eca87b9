import { recoverySettingsPatchSchema } from '@twotwenty/contracts/recovery-settings';
import { describe, expect, it } from 'vitest';
import { limitsPatch, missingLimits } from './limits.js';

describe('limitsPatch', () => {
  it('sends numbers', () => {
    const patch = limitsPatch({ cooldownSeconds: 0, maxPerMachinePerDay: 6 });
    expect(recoverySettingsPatchSchema.parse(patch)).toEqual({ cooldownSeconds: 0, maxPerMachinePerDay: 6 });
  });

  it('never takes an empty input for a number', () => {
    const sent: unknown = JSON.parse(JSON.stringify(limitsPatch({ cooldownSeconds: '', maxPerMachinePerDay: 6 })));
    expect(recoverySettingsPatchSchema.safeParse(sent).success).toBe(false);
  });
});

describe('missingLimits', () => {
  it('names what is not filled in', () => {
    expect([...missingLimits({ cooldownSeconds: '', maxPerMachinePerDay: 6 }).keys()]).toEqual(['cooldownSeconds']);
  });
});
