import { isRepair, needsApproval, type ActionView } from '@twotwenty/contracts/alert';

/**
 * When an action is run, in a few words: `alerts 1-3`, `recovery`, `on its schedule`.
 * @param all the actions of its alert, in their order
 */
export function actionFacts(action: ActionView, all: readonly ActionView[]): string[] {
  const { schedule, fallbackActionId } = action;
  const fallback = all.findIndex(({ id }) => id === fallbackActionId);
  return [
    ...occasionFacts(action),
    schedule === null ? null : `on its schedule (${schedule.timeZone})`,
    ...paceFacts(action),
    fallback === -1 ? null : `if it fails, action ${fallback + 1} stands in`,
  ].filter((fact) => fact !== null);
}

function occasionFacts(action: ActionView): readonly (string | null)[] {
  if (isRepair(action)) return [`alerts ${action.range}`];
  return [action.onFailure === null ? null : `alerts ${action.range}`, action.onRecovery === null ? null : 'recovery'];
}

function paceFacts(action: ActionView): readonly (string | null)[] {
  if (!isRepair(action)) return [action.groupSeconds === 0 ? null : `waits ${action.groupSeconds} s for others`];
  const { timeoutSeconds } = action.settings;
  return [
    needsApproval(action) ? 'after approval' : null,
    typeof timeoutSeconds === 'number' ? `time limit ${timeoutSeconds} s` : null,
  ];
}

/** The number of the action that a warning is about, counted from 1; null when it is about the alert. */
export function warnedAction(field: string): number | null {
  const index = /^actions\.(\d+)\./.exec(field)?.[1];
  return index === undefined ? null : Number(index) + 1;
}
