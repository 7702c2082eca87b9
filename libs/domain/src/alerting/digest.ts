import type { NoticeKind } from './alert.js';
import type { Template } from './template.js';
import type { TokenValues } from './template-tokens.js';

/** No more incidents are listed one by one: a message of 10,000 lines is read by nobody, and refused by most channels. */
export const MAX_LISTED = 200;
/** This many monitors are named in the subject. */
const NAMED = 3;

/**
 * One message in place of many: what happened to how many monitors, and a line for each.
 * @param incidents the facts of each, at least two, in the order in which they are to be listed
 */
export function digest(kind: NoticeKind, incidents: readonly TokenValues[]): Template {
  const what = kind === 'failure' ? 'out' : 'up again';
  const names = incidents.slice(0, NAMED).map(({ monitor }) => monitor);
  const others = incidents.length > NAMED ? ` and ${incidents.length - NAMED} more` : '';
  const listed = incidents.slice(0, MAX_LISTED).map((values) => line(kind, values));
  const unlisted = incidents.length > MAX_LISTED ? [`… and ${incidents.length - MAX_LISTED} more`] : [];
  return {
    subject: `${incidents.length} monitors ${what}: ${names.join(', ')}${others}`,
    text: [`${incidents.length} monitors are ${what}:`, '', ...listed, ...unlisted].join('\n'),
  };
}

function line(kind: NoticeKind, values: TokenValues): string {
  const said = kind === 'failure' ? values.reason : `after ${values['incident-duration']}`;
  return `- ${values.state}: ${values.monitor} (${values.address}) ${said}`.trimEnd();
}
