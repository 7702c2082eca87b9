import { toneOf, type NoticeKind } from './notice-kinds.js';
import type { Template } from './template.js';
import type { TokenValues } from './template-tokens.js';

/** No more incidents are listed one by one: a message of 10,000 lines is read by nobody, and refused by most channels. */
export const MAX_LISTED = 200;
/** This many monitors are named in the subject. */
const NAMED = 3;

/** What happened, in words that follow a number. */
const WORDS: Readonly<Record<NoticeKind, { readonly things: string; readonly are: string }>> = {
  failure: { things: 'monitors', are: 'out' },
  recovery: { things: 'monitors', are: 'up again' },
  'site-lost': { things: 'sites', are: 'lost' },
  'site-back': { things: 'sites', are: 'back' },
  'site-suspect': { things: 'sites', are: 'suspect' },
  'site-trusted': { things: 'sites', are: 'trusted again' },
};

/**
 * One message in place of many: what happened to how many monitors or sites, and a line for each.
 * @param incidents the facts of each, at least two, in the order in which they are to be listed
 */
export function digest(kind: NoticeKind, incidents: readonly TokenValues[]): Template {
  const { things, are } = WORDS[kind];
  const names = incidents.slice(0, NAMED).map(nameOf);
  const others = incidents.length > NAMED ? ` and ${incidents.length - NAMED} more` : '';
  const listed = incidents.slice(0, MAX_LISTED).map((values) => line(kind, values));
  const unlisted = incidents.length > MAX_LISTED ? [`… and ${incidents.length - MAX_LISTED} more`] : [];
  return {
    subject: `${incidents.length} ${things} ${are}: ${names.join(', ')}${others}`,
    text: [`${incidents.length} ${things} are ${are}:`, '', ...listed, ...unlisted].join('\n'),
  };
}

function line(kind: NoticeKind, values: TokenValues): string {
  const said = toneOf(kind) === 'failure' ? values.reason : `after ${values['incident-duration']}`;
  const place = values.address === '' ? '' : ` (${values.address})`;
  return `- ${values.state}: ${nameOf(values)}${place} ${said}`.trimEnd();
}

/** The name of what a notice is about. */
export function nameOf({ monitor, site }: TokenValues): string {
  return site === '' ? monitor : site;
}
