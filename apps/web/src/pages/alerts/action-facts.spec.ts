import { actionViewSchema } from '@twotwenty/contracts/alert';
import { describe, expect, it } from 'vitest';
import { actionFacts, warnedAction } from './action-facts.js';

const FIRST = '00000000-0000-4000-8000-000000000001';
const SECOND = '00000000-0000-4000-8000-000000000002';

function action(fields: object) {
  const settings = { file: 'notices.log' };
  return actionViewSchema.parse({ id: FIRST, type: 'text-log', settings, ...fields });
}

describe('actionFacts', () => {
  it('says when it is run', () => {
    expect(actionFacts(action({ range: '1-3' }), [])).toEqual(['alerts 1-3', 'recovery']);
  });

  it('leaves out what is off, and tells what is special', () => {
    const special = action({ onFailure: null, groupSeconds: 60, fallbackActionId: SECOND });
    expect(actionFacts(special, [special, action({ id: SECOND })])).toEqual([
      'recovery',
      'waits 60 s for others',
      'if it fails, action 2 stands in',
    ]);
  });
});

describe('actionFacts of a repair', () => {
  it('says that it waits for somebody, and how long it may take', () => {
    const reboot = actionViewSchema.parse({
      id: FIRST,
      type: 'reboot-server',
      range: '1-3',
      settings: { approval: true },
    });
    expect(actionFacts(reboot, [])).toEqual(['alerts 1-3', 'after approval', 'time limit 120 s']);
    const restart = actionViewSchema.parse({ id: FIRST, type: 'restart-services', settings: { timeoutSeconds: 60 } });
    expect(actionFacts({ ...restart, fallbackActionId: SECOND }, [restart, action({ id: SECOND })])).toEqual([
      'alerts 1-',
      'time limit 60 s',
      'if it fails, action 2 stands in',
    ]);
  });
});

describe('warnedAction', () => {
  it('finds the action that a warning is about', () => {
    expect(warnedAction('actions.0.range')).toBe(1);
    expect(warnedAction('actions.11.settings.relays.0.host')).toBe(12);
  });

  it('knows warnings about the alert', () => {
    expect(warnedAction('assignment')).toBeNull();
    expect(warnedAction('actions')).toBeNull();
  });
});
