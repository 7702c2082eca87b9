import { toneOf } from '@twotwenty/domain/alerting/notice-kinds';
import type { Notice } from '../channel.js';
import { fitText, octetsInJson } from '../http/fit-text.js';
import { linkOf, linkTitleOf } from '../http/link-of.js';

/** Teams takes messages of up to 28 KB; each line costs some markup besides its text. Octets in JSON. */
const MAX_SUBJECT_OCTETS = 1024;
const MAX_TEXT_OCTETS = 10_000;
const MAX_LINES = 60;

/** Names of the colours of Adaptive Cards. */
const COLOURS = { failure: 'Attention', recovery: 'Good', test: 'Accent' } as const;

/**
 * A message with one Adaptive Card, as a workflow of Teams takes it. Its texts are runs of text, in which nothing is
 * markup; in the more common TextBlock links and styles would be.
 */
export function teamsMessage(notice: Notice): object {
  const link = linkOf(notice);
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    fallbackText: fitText(notice.subject, MAX_SUBJECT_OCTETS, octetsInJson),
    body: [subjectBlock(notice), ...linesOf(notice.text).map(lineBlock)],
    ...(link === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: linkTitleOf(notice), url: link }] }),
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content: card }] };
}

function subjectBlock({ subject, kind }: Notice): object {
  const text = fitText(subject, MAX_SUBJECT_OCTETS, octetsInJson);
  return richText({ type: 'TextRun', text, weight: 'Bolder', size: 'Medium', color: COLOURS[toneOf(kind)] }, 'Default');
}

/** An empty line becomes the space above the next one. */
function lineBlock({ line, isApart }: Line): object {
  return richText({ type: 'TextRun', text: line }, isApart ? 'Medium' : 'None');
}

function richText(run: object, spacing: string): object {
  return { type: 'RichTextBlock', spacing, inlines: [run] };
}

interface Line {
  readonly line: string;
  readonly isApart: boolean;
}

function linesOf(text: string): Line[] {
  const lines = fitText(text, MAX_TEXT_OCTETS, octetsInJson).split('\n');
  const said = lines.flatMap((line, index) => {
    const isApart = index === 0 || lines[index - 1]?.trim() === '';
    return line.trim() === '' ? [] : [{ line, isApart }];
  });
  return said.length <= MAX_LINES ? said : [...said.slice(0, MAX_LINES - 1), { line: '…', isApart: false }];
}
