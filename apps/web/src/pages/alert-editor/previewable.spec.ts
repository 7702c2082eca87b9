import { describe, expect, it } from 'vitest';
import { NEW_ALERT, newAction, type ActionDraft } from './alert-draft.js';
import { previewableOf } from './previewable.js';

const log: ActionDraft = { ...newAction('text-log'), settings: { ...newAction('text-log').settings, file: 'a.log' } };

describe('previewableOf', () => {
  it('asks about what is complete, and leaves the rest out', () => {
    const empty = newAction('email');
    const draft = { ...NEW_ALERT, actions: [empty, { ...log, fallbackActionId: empty.id }] };
    const { body, actions, isPart } = previewableOf(draft);
    expect(actions.map(({ id }) => id)).toEqual([log.id]);
    expect(isPart).toBe(true);
    expect(body).toMatchObject({ name: 'preview', actions: [{ id: log.id, fallbackActionId: null }] });
  });

  it('asks nothing where that would be refused', () => {
    const assignment = { to: 'chosen', monitorIds: ['no id'], deviceIds: [], tags: [] } as const;
    expect(previewableOf({ ...NEW_ALERT, assignment }).body).toBeNull();
    expect(previewableOf({ ...NEW_ALERT, actions: [log] })).toMatchObject({ isPart: false });
  });

  it('tells no secret', () => {
    const slack = newAction('slack');
    const url = { kept: null, text: 'https://hooks.slack.com/services/T0/B0/secret' };
    const { body, actions } = previewableOf({
      ...NEW_ALERT,
      actions: [{ ...slack, settings: { ...slack.settings, url } }],
    });
    expect(actions).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('secret"');
    expect(JSON.stringify(body)).not.toContain('hooks.slack.com');
  });
});
