import type { SlackSettings } from '@twotwenty/contracts/actions/slack';
import { toneOf } from '@twotwenty/domain/alerting/notice-kinds';
import type { Notice } from '../channel.js';
import { fitText } from '../http/fit-text.js';
import { linkOf, linkTitleOf } from '../http/link-of.js';

/** Limits of Slack, characters as they are sent. */
const MAX_BLOCK_TEXT = 3000;
const MAX_SUBJECT = 1000;

/** What alerts the members of a channel (Slack: "Formatting text for app surfaces", special mentions). */
const MENTIONS = { none: null, here: '<!here>', channel: '<!channel>' } as const;

/** A message of an incoming webhook: blocks, and the same as text for notifications. */
export function slackMessage(notice: Notice, mention: SlackSettings['mention']): object {
  const called = toneOf(notice.kind) === 'failure' ? MENTIONS[mention] : null;
  const subject = fitEscaped(notice.subject, MAX_SUBJECT);
  const link = linkOf(notice);
  const paragraphs = [
    called === null ? `*${subject}*` : `${called} *${subject}*`,
    fitEscaped(notice.text, MAX_BLOCK_TEXT),
    ...(link === null ? [] : [`<${link.replaceAll('|', '%7C')}|${linkTitleOf(notice)}>`]),
  ];
  // A text may be made of tokens that are all empty, and Slack takes no empty block.
  const blocks = paragraphs.filter((paragraph) => paragraph.trim() !== '').map(section);
  return { text: called === null ? subject : `${called} ${subject}`, blocks };
}

/** `verbatim`: names of channels and people in the text are not made mentions. */
function section(text: string): object {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** With these three replaced, nothing in a text is a link or a mention. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function fitEscaped(text: string, maxLength: number): string {
  return escape(fitText(text, maxLength, (character) => escape(character).length));
}
