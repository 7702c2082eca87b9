import type { Notice } from '@twotwenty/actions/channel';
import { isRepair, type StoredNoticeAction } from '@twotwenty/contracts/alert';
import type { TakenRun } from '@twotwenty/database/repositories/delivery.repository';
import type { AlertRow } from '@twotwenty/database/repositories/stand-ins';
import { digest } from '@twotwenty/domain/alerting/digest';
import { isAboutSite, toneOf, type NoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import type { SkipReason } from '@twotwenty/domain/alerting/plan-notices';
import { render, type Template } from '@twotwenty/domain/alerting/template';
import { siteTemplate } from '@twotwenty/domain/sites/site-notices';
import { NO_VALUES, type TokenValues } from '@twotwenty/domain/alerting/template-tokens';

/** Runs that are told together; they are of one action and one kind. */
export type Delivery = readonly [TakenRun, ...TakenRun[]];

/**
 * Whether a recovery is told to somebody who never heard of the failure: when it was planned, the failure notices were
 * still tried, and none could be delivered. What stands in for another action tells it all the same.
 */
export function tellsNothingNew({ kind, standsInForActionId, hasTold }: TakenRun): boolean {
  return toneOf(kind) === 'recovery' && standsInForActionId === null && !hasTold;
}

export const NOTHING_TOLD: SkipReason = {
  code: 'no-failure-notice-sent',
  message: 'No failure notice of it could be delivered in this incident.',
};

/** What is to be done about a delivery, now that its turn has come. */
export type Composed =
  | { readonly notice: Notice; readonly action: StoredNoticeAction }
  /** Not wanted any more: why. */
  | { readonly skip: SkipReason };

/**
 * Writes what a delivery says, with the templates as they are now: who mends one while it is tried wants it used.
 * @param alert undefined when it was deleted meanwhile
 */
export function compose(delivery: Delivery, alert: AlertRow | undefined): Composed {
  const [first] = delivery;
  const action = alert?.actions.find(({ id }) => id === first.actionId);
  if (alert === undefined || action === undefined || isRepair(action)) {
    return skip('removed', 'It was removed from its alert before it was run.');
  }
  const values = incidents(delivery, alert.name);
  if (first.kind === 'test') return { action, notice: noticeOf(first, values, action.onFailure ?? TRIAL) };
  if (!alert.enabled || !action.enabled) return skip('disabled', 'It was disabled before it was run.');
  const template = templateFor(first.kind, action);
  if (template === null) {
    return toneOf(first.kind) === 'failure'
      ? skip('failure-notices-off', 'It is not run for failures any more.')
      : skip('recovery-notices-off', 'It is not run for recoveries any more.');
  }
  return { action, notice: noticeOf(first, values, template) };
}

/** @returns null where the action is not run for this kind; whether it is follows from its templates for monitors */
function templateFor(kind: NoticeKind, { onFailure, onRecovery }: StoredNoticeAction): Template | null {
  const own = toneOf(kind) === 'failure' ? onFailure : onRecovery;
  return own !== null && isAboutSite(kind) ? siteTemplate(kind) : own;
}

/** For the trial of an action that is run for recoveries alone. */
const TRIAL: Template = { subject: 'Trial of {{alert-name}}', text: 'This is a trial. {{monitor}} is fine.' };

function noticeOf(first: TakenRun, values: Notice['incidents'], template: Template): Notice {
  const { subject, text } = saidOf(first.kind, values, template);
  return {
    id: first.deliveryId,
    kind: first.kind,
    subject: onOneLine(subject),
    text,
    incidents: values,
    at: first.at,
  };
}

/** A digest is no template: its values stand in it already, and nothing in them is taken for a token. */
function saidOf(kind: TakenRun['kind'], values: Notice['incidents'], template: Template): Template {
  const [facts, ...others] = values;
  if (kind !== 'test' && others.length > 0) return digest(kind, values);
  return { subject: render(template.subject, facts), text: render(template.text, facts) };
}

function incidents([first, ...others]: Delivery, alertName: string): Notice['incidents'] {
  // Notices that an older version stored may lack tokens that came later.
  const named = (run: TakenRun): TokenValues => ({ ...NO_VALUES, ...run.facts, 'alert-name': alertName });
  return [named(first), ...others.map(named)];
}

/** Values are on one line already; what a template or a later version brings is put on one here. */
function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function skip(code: SkipReason['code'], message: string): Composed {
  return { skip: { code, message } };
}
