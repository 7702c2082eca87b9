import { toneOf } from '@twotwenty/domain/alerting/notice-kinds';
import type { Notice } from '../channel.js';

const COLOURS = { failure: '#b3261e', recovery: '#1b6e3c', test: '#37474f' } as const;

/**
 * The text of a notice as HTML that every mail program shows alike: no style sheet, no picture, nothing from elsewhere. The
 * text keeps its lines and columns; addresses of pages become links.
 */
export function htmlOf({ kind, subject, text }: Pick<Notice, 'kind' | 'subject' | 'text'>): string {
  const heading = `margin:0;padding:8px 12px;background:${COLOURS[toneOf(kind)]};color:#ffffff;font:bold 16px sans-serif`;
  const body = 'margin:0;padding:12px;font:14px monospace;white-space:pre-wrap;word-break:break-word';
  return [
    '<!DOCTYPE html>',
    `<html><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body style="margin:0">`,
    `<h1 style="${heading}">${escapeHtml(subject)}</h1>`,
    `<pre style="${body}">${withLinks(text)}</pre>`,
    '</body></html>',
  ].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function withLinks(text: string): string {
  // With a group in the pattern, `split` gives text and address by turns. What ends a sentence belongs to no address.
  const parts = text.split(/(https?:\/\/[^\s<>"'{}|\\^`]*[^\s<>"'{}|\\^`.,;:!?)\]])/);
  return parts
    .map(escapeHtml)
    .map((part, index) => (index % 2 === 1 ? `<a href="${part}">${part}</a>` : part))
    .join('');
}
