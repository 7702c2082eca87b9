import { describe, expect, it } from 'vitest';
import { formatNotice, nameActions } from './notices.js';

const names = nameActions([
  {
    id: 'alert',
    name: 'Mail\u001b[31m team',
    actions: [
      { id: 'first', type: 'email' },
      { id: 'second', type: 'email' },
      { id: 'hook', type: 'webhook' },
      { id: 'reboot', type: 'reboot-server' },
    ],
  },
]);
const notice = { alertId: 'alert', actionId: 'hook', kind: 'failure', alertNumber: 1 } as const;

describe('formatNotice', () => {
  it('names the alert and the action, with nothing that steers a terminal', () => {
    const line = formatNotice({ ...notice, decision: 'send', reason: null }, names);
    expect(line).toMatch(/ team › webhook: sent$/);
    expect(line).not.toContain('\u001b');
  });

  it('does not say of a repair that it is sent', () => {
    const line = formatNotice({ ...notice, actionId: 'reboot', decision: 'send', reason: null }, names);
    expect(line).toMatch(/ › reboot-server: repairs$/);
  });

  it('numbers several actions of a type', () => {
    const line = formatNotice({ ...notice, actionId: 'second', decision: 'send', reason: null }, names);
    expect(line).toMatch(/ › email 2: sent$/);
  });

  it('says why one is skipped, and shows the ids of one that is not known', () => {
    const reason = { code: 'out-of-range', message: 'Alert 1 is not in its range 2-.' } as const;
    expect(formatNotice({ ...notice, actionId: 'other', decision: 'skip', reason }, names)).toBe(
      'alert alert › action other: skipped, Alert 1 is not in its range 2-.',
    );
  });
});
