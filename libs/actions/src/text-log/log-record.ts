import type { Notice } from '../channel.js';
import { wellFormed } from '../outcomes.js';

/**
 * A notice as one line for people: time, kind, id, subject, then the lines of the text with ` | ` between them. Control
 * characters and backslashes are escaped, so that no value can pretend to be a line of its own.
 */
export function lineRecord(notice: Notice): string {
  const text = notice.text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const parts = [notice.subject, ...text].map(escapeControls).join(' | ');
  return `${notice.at.toISOString()} ${notice.kind} [${escapeControls(notice.id)}] ${parts}\n`;
}

/** A notice with all its facts as one line of JSON for programs. */
export function jsonRecord(notice: Notice): string {
  const { id, kind, subject, text, incidents, at } = notice;
  return `${escapeSeparators(JSON.stringify({ at: at.toISOString(), kind, id, subject, text, incidents }))}\n`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeControls(text: string): string {
  const unsafe = /[\\\p{Cc}\p{Zl}\p{Zp}]/gu;
  return wellFormed(text).replace(unsafe, (character) => SHORT_ESCAPES[character] ?? unicodeEscape(character));
}

/** JSON allows these line breaks, DEL and C1 inside texts; readers of lines and terminals may not. */
function escapeSeparators(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029]/g, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
