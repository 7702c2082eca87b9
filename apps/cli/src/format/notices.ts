import type { DowntimeView } from '@twotwenty/contracts/downtime';
import { isRepairType } from '@twotwenty/domain/recovery/repair-types';
import { escapeText } from '@twotwenty/smtp/escape';

type NoticeView = DowntimeView['tests'][number]['notices'][number];

/** What names the actions of an alert. */
export interface NamedAlert {
  readonly id: string;
  readonly name: string;
  readonly actions: readonly { readonly id: string; readonly type: string }[];
}

/** What a person calls an action, and what it does when it is run. */
interface NamedAction {
  readonly name: string;
  readonly does: 'sent' | 'repairs';
}

/** By alert and action: an id of an action is unique within its alert only. */
export type ActionNames = ReadonlyMap<string, NamedAction>;

/** Names every action for a terminal, such as `Mail team › email`, or `email 2` where an alert has several of a type. */
export function nameActions(alerts: readonly NamedAlert[]): ActionNames {
  return new Map(
    alerts.flatMap(({ id: alertId, name, actions }) =>
      actions.map(({ id, type }) => {
        const ofType = actions.filter((other) => other.type === type);
        const number = ofType.length > 1 ? ` ${ofType.findIndex((other) => other.id === id) + 1}` : '';
        const does = isRepairType(type) ? 'repairs' : 'sent';
        return [keyOf(alertId, id), { name: escapeText(`${name} › ${type}${number}`), does }];
      }),
    ),
  );
}

/**
 * What becomes of one action, in a line for a terminal: `Mail team › email: sent`.
 * @param names an action that is not among them is shown with its ids
 */
export function formatNotice({ alertId, actionId, decision, reason }: NoticeView, names: ActionNames): string {
  const unknown: NamedAction = { name: `alert ${alertId} › action ${actionId}`, does: 'sent' };
  const { name, does } = names.get(keyOf(alertId, actionId)) ?? unknown;
  if (decision === 'send') return `${name}: ${does}`;
  return `${name}: skipped${reason === null ? '' : `, ${escapeText(reason.message)}`}`;
}

function keyOf(alertId: string, actionId: string): string {
  return `${alertId} ${actionId}`;
}
