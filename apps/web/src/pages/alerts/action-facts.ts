import type { ActionView } from '@twotwenty/contracts/alert';

/**
 * When an action is run, in a few words: `alerts 1-3`, `recovery`, `on its schedule`.
 * @param all the actions of its alert, in their order
 */
export function actionFacts(action: ActionView, all: readonly ActionView[]): string[] {
  const { onFailure, onRecovery, range, schedule, groupSeconds, fallbackActionId } = action;
  const fallback = all.findIndex(({ id }) => id === fallbackActionId);
  return [
    onFailure === null ? null : `alerts ${range}`,
    onRecovery === null ? null : 'recovery',
    schedule === null ? null : `on its schedule (${schedule.timeZone})`,
    groupSeconds === 0 ? null : `waits ${groupSeconds} s for others`,
    fallback === -1 ? null : `if it fails, action ${fallback + 1} stands in`,
  ].filter((fact) => fact !== null);
}

/** The number of the action that a warning is about, counted from 1; null when it is about the alert. */
export function warnedAction(field: string): number | null {
  const index = /^actions\.(\d+)\./.exec(field)?.[1];
  return index === undefined ? null : Number(index) + 1;
}
