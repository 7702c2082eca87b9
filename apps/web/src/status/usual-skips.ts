import type { ActionRun } from '@twotwenty/contracts/action-run';

type SkipCode = NonNullable<ActionRun['skip']>['code'];

/** Reasons that stand in the settings of an action. What a guard rail or a person held back is told by itself. */
const USUAL: ReadonlySet<SkipCode> = new Set([
  'already-planned',
  'disabled',
  'failure-notices-off',
  'recovery-notices-off',
  'out-of-range',
  'outside-schedule',
  'no-failure-notice-sent',
]);

/** Whether a run was left out as the settings of its action say: each alert leaves out the actions for other alerts. */
export function isUsualSkip({ state, skip }: Pick<ActionRun, 'state' | 'skip'>): boolean {
  return state === 'skipped' && skip !== null && USUAL.has(skip.code);
}
