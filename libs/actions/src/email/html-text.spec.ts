import fc from 'fast-check';
import { expect, test } from 'vitest';
import { htmlOf } from './html-text.js';

const bodyOf = (text: string): string =>
  /<pre[^>]*>(.*)<\/pre>/s.exec(htmlOf({ kind: 'failure', subject: 's', text }))?.[1] ?? '';

test.each([
  ['https://m.example.com/1.', '<a href="https://m.example.com/1">https://m.example.com/1</a>.'],
  [
    '(http://m.example.com/a?b=1&c=2)',
    '(<a href="http://m.example.com/a?b=1&amp;c=2">http://m.example.com/a?b=1&amp;c=2</a>)',
  ],
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['https://x"onclick="alert(1)', '<a href="https://x">https://x</a>&quot;onclick=&quot;alert(1)'],
  ['a <b> & "c"', 'a &lt;b&gt; &amp; &quot;c&quot;'],
])('%s', (text, html) => {
  expect(bodyOf(text)).toBe(html);
});

test('whatever the text, there is no element but our own, and nothing is lost', () => {
  const unit = fc.constantFrom('<', '>', '"', "'", '&', ' ', 'https://', 'a', '.', '\n', 'ü');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
      const body = bodyOf(text);
      expect(body.replace(/<a href="[^"<>]*">|<\/a>/g, '')).not.toMatch(/[<>"']/);
      const shown = body
        .replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>');
      expect(shown.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')).toBe(text);
    }),
  );
});
