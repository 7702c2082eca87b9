import { actionSchema, alertInputSchema } from '@twotwenty/contracts/alert';
import { writtenAction, writtenAlert, type ActionDraft, type AlertDraft } from './alert-draft.js';
import { HIDE_SECRET } from './settings-draft.js';

/** As much of a draft as can be asked about while it is being typed. */
export interface Previewable {
  /** What the API is asked, without secrets; null: nothing can be asked yet. */
  readonly body: unknown;
  /** The actions that it is about, in their order. */
  readonly actions: readonly ActionDraft[];
  /** Whether some are left out because something is missing in them. */
  readonly isPart: boolean;
}

/** Leaves out what the API would refuse: half an address is no reason to say nothing about the rest. */
export function previewableOf(draft: AlertDraft): Previewable {
  const complete = draft.actions.filter((action) => actionSchema.safeParse(writtenAction(action, HIDE_SECRET)).success);
  const ids = new Set(complete.map(({ id }) => id));
  const actions = complete.map((action) => ({
    ...action,
    fallbackActionId: ids.has(action.fallbackActionId ?? '') ? action.fallbackActionId : null,
  }));
  // The name says nothing about whom it serves, and an empty one would be refused.
  const body = writtenAlert({ ...draft, name: 'preview', actions }, HIDE_SECRET);
  const canBeAsked = alertInputSchema.safeParse(body).success;
  return { body: canBeAsked ? body : null, actions, isPart: actions.length < draft.actions.length };
}
