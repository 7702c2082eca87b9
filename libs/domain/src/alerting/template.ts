import { isTokenName, type TokenValues } from './template-tokens.js';

/** What a notice says: one line on top, and the text. Channels without a subject use what suits them. */
export interface Template {
  readonly subject: string;
  readonly text: string;
}

export const MAX_SUBJECT_LENGTH = 256;
export const MAX_TEXT_LENGTH = 8192;

/** Once a rendered text is this long, further values are replaced by `…`, so that no server's reply floods a channel. */
export const MAX_RENDERED_LENGTH = 65_536;

/** What people want to know who are woken at night: what, since when, why, where to look. */
export const DEFAULT_FAILURE_TEMPLATE: Template = {
  subject: '{{state}}: {{monitor}} ({{address}})',
  text: [
    '{{monitor}} is {{state}}: {{reason}}',
    '',
    'Since:   {{incident-start}}, for {{incident-duration}}',
    'Server:  {{address}} port {{port}}, device {{device}}',
    'Sites:   {{sites}}',
    'Look at: {{look-at}}',
    '',
    'Alert {{alert}} of {{max-alerts}}, after {{failures}} failed tests.',
    '{{repairs}}',
    '{{link}}',
  ].join('\n'),
};

export const DEFAULT_RECOVERY_TEMPLATE: Template = {
  subject: '{{state}} again: {{monitor}} ({{address}}) after {{incident-duration}}',
  text: [
    '{{monitor}} is {{state}} again. It was out for {{incident-duration}}.',
    '',
    'From:    {{incident-start}}',
    'To:      {{time}}',
    'Server:  {{address}} port {{port}}, device {{device}}',
    '',
    '{{link}}',
  ].join('\n'),
};

const TOKEN = /\{\{\s*([a-z][a-z0-9-]{0,31})\s*\}\}/gi;

/**
 * Puts values in place of the tokens of a text. An unknown token stays as written, and nothing in a value is taken for
 * a token.
 * @param escape makes a value safe for the medium, such as HTML or JSON; the text around the tokens is left as it is
 */
export function render(text: string, values: TokenValues, escape: (value: string) => string = String): string {
  let length = 0;
  return text.replace(TOKEN, (written, name: string) => {
    const token = name.toLowerCase();
    if (!isTokenName(token)) return written;
    const value = escape(values[token]);
    const rendered = length + value.length > MAX_RENDERED_LENGTH ? escape('…') : value;
    length += rendered.length;
    return rendered;
  });
}

/** The tokens of a text that are not known, as written, without repetition: most likely slips of the keyboard. */
export function unknownTokens(text: string): string[] {
  const written = [...text.matchAll(/\{\{([^{}]*)\}\}/g)];
  const unknown = written.filter(([, name = '']) => !isTokenName(name.trim().toLowerCase()));
  return [...new Set(unknown.map(([whole]) => whole))];
}
