import type { DiscordSettings } from '@twotwenty/contracts/actions/discord';
import { toneOf } from '@twotwenty/domain/alerting/notice-kinds';
import type { Notice } from '../channel.js';
import { fitText } from '../http/fit-text.js';
import { linkOf } from '../http/link-of.js';

/** Limits of embeds in Discord, characters as they are sent. */
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 4096;

const COLOURS = { failure: 0xd92d20, recovery: 0x12b76a, test: 0x2e90fa } as const;

/** A message with one embed, which mentions nobody whatever the text holds. */
export function discordMessage(notice: Notice, username: DiscordSettings['username']): object {
  const link = linkOf(notice);
  const embed = {
    title: fitEscaped(notice.subject, MAX_TITLE),
    description: fitEscaped(notice.text, MAX_DESCRIPTION),
    color: COLOURS[toneOf(notice.kind)],
    timestamp: notice.at.toISOString(),
    ...(link === null ? {} : { url: link }),
  };
  const sender = username === null ? {} : { username };
  return { ...sender, embeds: [embed], allowed_mentions: { parse: [] } };
}

/** Escapes what Discord's Markdown gives a meaning; addresses stay as they are, or they would no longer be links. */
function escape(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>()[\]\\*~`|]+)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\*_~`|#<>()[\]]/g, '\\$&')))
    .join('');
}

function fitEscaped(text: string, maxLength: number): string {
  return escape(fitText(text, maxLength, (character) => escape(character).length));
}
