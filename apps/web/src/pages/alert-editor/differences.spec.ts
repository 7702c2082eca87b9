import { describe, expect, it } from 'vitest';
import { NEW_ALERT, newAction, type AlertDraft } from './alert-draft.js';
import { differencesOf } from './differences.js';

const mail = newAction('email');
const log = newAction('text-log');
const base: AlertDraft = { ...NEW_ALERT, name: 'Mail team', actions: [mail, log] };

describe('differencesOf', () => {
  it('says what somebody else changed, and what was typed about the same', () => {
    const theirs: AlertDraft = { ...base, name: 'Theirs', enabled: false };
    const mine = { ...base, name: 'Mine' };
    expect(differencesOf(base, mine, theirs)).toEqual([
      { what: 'Name', theirs: 'Theirs', mine: 'Mine' },
      { what: 'Enabled', theirs: 'off', mine: null },
    ]);
  });

  it('goes through the actions', () => {
    const slack = newAction('slack');
    const theirs = { ...base, actions: [{ ...mail, range: '2-', enabled: false }, slack] };
    const mine = { ...base, actions: [{ ...mail, range: '3-' }, log] };
    expect(differencesOf(base, mine, theirs)).toEqual([
      {
        what: 'Action 1, Email',
        theirs: 'changed: enabled, alerts of an incident',
        mine: 'changed: alerts of an incident',
      },
      { what: 'Action 2, Text log', theirs: 'removed', mine: null },
      { what: 'Action 2, Slack', theirs: 'added', mine: null },
    ]);
  });

  it('tells an order from a change', () => {
    expect(differencesOf(base, base, { ...base, actions: [log, mail] })).toEqual([
      { what: 'Actions', theirs: 'in another order', mine: null },
    ]);
    expect(differencesOf(base, { ...base, name: 'Mine' }, base)).toEqual([]);
  });

  it('says whom it serves', () => {
    const assignment = { to: 'chosen', monitorIds: ['1', '2'], deviceIds: [], tags: ['mx'] } as const;
    expect(differencesOf(base, base, { ...base, assignment })).toMatchObject([{ theirs: '2 monitors, 1 tag' }]);
  });
});
